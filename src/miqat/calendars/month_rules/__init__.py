"""Rules for the first day of a lunar month: at places, or anywhere in a region."""
