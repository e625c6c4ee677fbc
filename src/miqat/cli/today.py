"""`miqat today PLACE`: the day of a place."""

from __future__ import annotations

from miqat.almanac import day
from miqat.cli import formats
from miqat.cli.layout import write, write_json
from miqat.cli.place_notes import warn_of_elevation
from miqat.cli.today_text import DayText
from miqat.languages import language
from miqat.places import place as place_named


def answer(
    place: str,
    elevation: float | None,
    at: str | None,
    authority_id: str | None,
    calendar_id: str | None,
    method_id: str | None,
    spoken: str,
    clock: str,
    *,
    with_sources: bool,
    as_json: bool,
) -> None:
    """Print the Hijri date, prayer times, Moon, qibla and observances of a place."""
    tongue = language(spoken)
    found = day(
        place if elevation is None else place_named(place, elevation=elevation),
        formats.instant(at),
        calendar=calendar_id,
        authority=authority_id,
        method=method_id,
    )
    warn_of_elevation(found.place, found.method)
    if as_json:
        write_json(found.to_dict())
    else:
        page = DayText(found, tongue, hours=int(clock), with_sources=with_sources)
        write(page.heading(), page.sections())
