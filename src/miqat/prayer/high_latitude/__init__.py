"""Rules for latitudes where twilight does not end or the Sun does not rise or set."""
