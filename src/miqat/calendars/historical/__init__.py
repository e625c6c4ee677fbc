"""Written Hijri dates of the past, resolved to the civil days that they may be."""
