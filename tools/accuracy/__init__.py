"""Measure Miqat against the outside world: `python -m tools.accuracy` writes docs/accuracy.md."""
