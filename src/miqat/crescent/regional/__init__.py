"""Whether any place of a region meets a condition on the Moon at sunset."""
