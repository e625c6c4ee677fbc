"""Miqat beside its peers, each comparison in one run."""
