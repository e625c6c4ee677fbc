"""A community's timetable as a page for the wall, with its congregations, events and address."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from miqat.almanac.html_page import Frame, wall
from miqat.almanac.ramadan_page import ramadan_month
from miqat.almanac.resolve import calendar_choice
from miqat.almanac.timesheet import timesheet
from miqat.community.moments import PRAYERS, clock_text, programme
from miqat.errors import InvalidRule
from miqat.languages import language as language_named

if TYPE_CHECKING:
    from datetime import date

    from miqat.community.model import Community

_COLUMNS = (*PRAYERS, "jumuah")
_KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml",
    ".webp": "image/webp",
}  # fmt: skip
_LARGEST_LOGO = 500_000  # bytes


def page(
    community: Community,
    first: date,
    last: date,
    *,
    language: str | None = None,
    ramadan: bool = False,
    landscape: bool = False,
) -> str:
    """Return the days of a community as HTML, a month a page.

    Raises as `timesheet`, `InvalidRule` for a logo that is not a picture.
    """
    tongue = language_named(language or community.languages[0])
    columns = tuple(rule for rule in community.iqama if rule.key in _COLUMNS)
    choice = calendar_choice(community.place, community.calendar)
    sheet = timesheet(
        community.place, first, last, method=community.method, calendar=community.calendar,
        published=community.published, iqama=columns,
        ramadan=ramadan_month(choice, choice.calendar.from_date(first).year) if ramadan else None,
    )  # fmt: skip
    frame = Frame(
        " · ".join(filter(None, (community.address, community.phone, community.email,
                                 community.website))),
        (*_programme(community, first, last), *community.notes),
        _picture(community.logo),
        landscape,
    )  # fmt: skip
    return wall(
        sheet, tongue, tongue.digits, ramadan=ramadan, title=community.name, hours=community.hours,
        frame=frame,
    )  # fmt: skip


def _programme(community: Community, first: date, last: date) -> list[str]:
    """Return the Fridays, the Eids, tarawih and the events of the days, one line each."""
    found: dict[str, list[str]] = {}
    for moment in programme(community, first, last).moments:
        if moment.start is None or moment.kind == "prayer" or moment.is_daily_iqama:
            continue
        name = f"{moment.name}, {moment.place}" if moment.place else moment.name
        clock = clock_text(moment.start, community.hours)
        found.setdefault(f"{name}|{clock}", []).append(f"{moment.start.day} {moment.start:%B}")
    by_name: dict[str, dict[str, list[str]]] = {}
    for key, dates in found.items():
        name, clock = key.rsplit("|", 1)
        by_name.setdefault(name, {})[clock] = dates
    return [f"{name}: {_clocks(clocks)}" for name, clocks in by_name.items()]


def _clocks(clocks: dict[str, list[str]]) -> str:
    """Return the clocks of one thing: one alone, some with their dates, many as a span."""
    if len(clocks) == 1:
        ((clock, dates),) = clocks.items()
        return f"{clock} on {dates[0]}" if len(dates) == 1 else clock
    if len(clocks) > 6:
        return f"{next(iter(clocks))} to {list(clocks)[-1]}, {_dates(clocks)}"
    return "; ".join(
        f"{clock} on {dates[0]}" if len(dates) == 1 else f"{clock} from {dates[0]}"
        for clock, dates in clocks.items()
    )


def _dates(clocks: dict[str, list[str]]) -> str:
    first, last = next(iter(clocks.values()))[0], list(clocks.values())[-1][-1]
    return f"{first} to {last}"


def _picture(logo: str) -> str:
    """Return a picture as a data address, "" for none."""
    if not logo:
        return ""
    file = Path(logo)
    kind = _KINDS.get(file.suffix.casefold())
    if kind is None:
        raise InvalidRule(f"the logo {file.name} is not one of {', '.join(_KINDS)}")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidRule(f"the logo {file.name}: {error.strerror}") from None
    if len(data) > _LARGEST_LOGO:
        raise InvalidRule(f"the logo {file.name} is larger than {_LARGEST_LOGO // 1000} kB")
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
