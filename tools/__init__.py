"""Builders of the tables in src/miqat/data, each re-runnable from a named source."""
