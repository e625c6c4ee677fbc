"""Dates as text: written by a pattern, parsed strictly, or read as people write them."""
