"""Forecasts of month starts, with probabilities and reasons."""
