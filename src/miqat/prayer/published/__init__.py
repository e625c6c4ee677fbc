"""Published timetables: reading them, and using them in place of computed times."""
