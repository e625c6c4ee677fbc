"""Days of local mean solar time: which of them a civil day's noon falls in."""

from datetime import datetime, time, timedelta

from miqat import days
from miqat.places.model import Place

_FEW_DAYS = 8  # up to here asking for each is quicker than a table of the year


def solar_days(place: Place, first: int, count: int) -> list[int]:
    """Return the days of local mean solar time whose noons fall in civil days of a place.

    Day numbers, for `count` civil days from `first` on. A clock that keeps the date of the
    other side of the date line (Kiritimati, Apia) is a whole day ahead of its Sun.
    """
    zone, east = place.zone, place.longitude / 360.0
    if count < _FEW_DAYS:
        found = []
        for day in range(first, first + count):
            noon = datetime.combine(days.to_date(day), time(12), tzinfo=zone)
            ahead = (noon.utcoffset() or timedelta()) / timedelta(days=1)
            found.append(day - round(ahead - east))
        return found
    from miqat import timezones

    ahead_of_sun = timezones.noon_offsets(zone, first, count) / 86_400.0 - east
    return [day - round(ahead) for day, ahead in enumerate(ahead_of_sun.tolist(), start=first)]
