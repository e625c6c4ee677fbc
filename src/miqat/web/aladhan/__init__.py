"""A drop-in for the routes of Aladhan's API that applications call, in the same JSON shape."""
