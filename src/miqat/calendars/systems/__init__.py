"""The calendars themselves, one kind a module."""
