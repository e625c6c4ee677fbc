"""The engine: one day, many days, and several points at once."""
