"""What --authority and --calendar name: a calendar, and the countries whose days are listed."""

from __future__ import annotations

from typing import NamedTuple

import click

from miqat.calendars import DEFAULT_CALENDAR, Calendar, calendar


class Asked(NamedTuple):
    """A calendar, the countries whose state days are listed, and the name it was asked by."""

    calendar: Calendar
    countries: tuple[str, ...]
    name: str


def asked(authority: str | None, calendar_id: str | None) -> Asked:
    """Return what two options name together; raises `UnknownName`.

    State days are listed under the authorities of states, not under bodies or bare calendars.
    With both, the authority's days are those of the calendar.
    """
    if authority is None:
        chosen = calendar(calendar_id or DEFAULT_CALENDAR)
        return Asked(chosen, (), chosen.id)
    from miqat import authorities

    body = authorities.authority(authority)
    kept = body.calendar if calendar_id is None else calendar(calendar_id)  # with the own store
    countries = body.countries if body.kind == "state" else ()
    name = body.id if calendar_id is None else f"{body.id}, {kept.id}"
    return Asked(kept, countries, name)


authority_option = click.option(
    "--authority", metavar="ID", help="Authority that announces the months: iran."
)
calendar_option = click.option(
    "--calendar", "calendar_id", metavar="ID", help="A calendar instead: ummalqura, diyanet."
)
