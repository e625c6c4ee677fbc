"""Finding the method behind a published timetable."""
