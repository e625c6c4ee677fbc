"""Miqat: the reckoning of appointed times."""
