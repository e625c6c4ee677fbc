"""Parameters that several operations take, with their descriptions and examples."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from msgspec import Meta

PlaceName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description=(
            "A city in any spelling, with a country or region after a comma where needed; "
            "LATITUDE,LONGITUDE or LATITUDE,LONGITUDE,ELEVATION; or degrees, minutes, seconds."
        ),
        examples=["Jakarta", "Bradford, GB", "31.78,35.23"],
    ),
]
CivilDate = Annotated[
    date, Meta(description="A Gregorian date, ISO 8601.", examples=["2027-02-08"])
]
CalendarId = Annotated[
    str,
    Meta(
        max_length=100,
        description="A calendar of `/calendars`.",
        examples=["ummalqura", "islamic-civil"],
    ),
]
AuthorityId = Annotated[
    str,
    Meta(
        max_length=100,
        description="An authority of `/authorities`, or a country.",
        examples=["pakistan", "TR"],
    ),
]
MethodId = Annotated[
    str,
    Meta(
        max_length=100,
        description="A method of `/methods`; the method published at the place unless given.",
        examples=["diyanet", "umm-al-qura"],
    ),
]


def today_utc() -> date:
    """Return the civil date at Greenwich."""
    return datetime.now(UTC).date()
