"""Generated tables; each names its source and the command that rebuilds it."""
