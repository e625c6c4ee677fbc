"""The Sun and the Moon: time scales, positions, events, lunations, eclipses, seasons."""
