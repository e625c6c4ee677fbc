"""`miqat reconcile "Friday 27 Rajab 583"`: the civil days a written date can have been."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from miqat import days
from miqat.calendars.historical.reconciliation import (
    DEFAULT_PLACE,
    FIRST_GREGORIAN,
    Candidate,
    EclipseSeen,
    Reconciliation,
    reconcile,
)
from miqat.cli import convert_span
from miqat.cli.layout import Section, write, write_json
from miqat.languages import language
from miqat.sky.timescale import to_datetime

if TYPE_CHECKING:
    from datetime import datetime

    from miqat.places import Place

_ENGLISH = language("en")
_FIRST_ANNOUNCED = 1343  # the first year of the printed calendars that authorities use
_MOST_NAMES = 6
_CIVIL_MONTHS = _ENGLISH.calendars["gregorian"].months


def answer(text: tuple[str, ...], where: str | None, *, eclipse: bool, as_json: bool) -> None:
    """Print the civil days that a Hijri DATE of a book or chronicle can have been."""
    typed = " ".join(text)
    if where is None and not eclipse and (span := convert_span.span_of(typed)) is not None:
        convert_span.write_span(typed, span, as_json=as_json)
        return
    found = reconcile(typed, DEFAULT_PLACE if where is None else where, eclipse=eclipse)
    if as_json:
        write_json(found.to_dict())
        return
    chosen = "" if where is not None else " (name another with --place)"
    eclipses = [seen for one in found.candidates for seen in one.eclipses]
    write(
        f"{_heading(found)}\nBy the crescent of {found.place.label}{chosen} and by tables",
        [
            Section("By authority", _by_authority(found)),
            Section("Possible days", [_row(one, found.fit) for one in found.candidates]),
            Section("Fit", _fit_rows(found, eclipse=eclipse)),
            Section("Eclipses seen there", [_eclipse_row(seen, found.place) for seen in eclipses]),
        ],
    )


def _heading(found: Reconciliation) -> str:
    on = found.written
    weekday = "" if on.weekday is None else f"{_ENGLISH.weekdays[on.weekday]} "
    eve = "the eve of " if on.eve else ""
    return f"{eve}{weekday}{on.day} {_ENGLISH.months[on.month - 1]} {on.year}"


def _by_authority(found: Reconciliation) -> list[tuple[str, str]]:
    """Return the days of a modern date by the months of each authority, the commonest first."""
    on = found.written
    if on.year < _FIRST_ANNOUNCED:
        return []
    from miqat.authorities import authorities, calendar_of
    from miqat.errors import MiqatError

    ids: dict[int, list[str]] = {}
    for authority in authorities():
        try:
            day = calendar_of(authority).day_number(on.year, on.month, on.day)
        except MiqatError:  # outside its months, or a 30th that its month lacks
            continue
        ids.setdefault(day, []).append(authority.id)
    listed = sorted(ids.items(), key=lambda each: -len(each[1]))
    return [(f"{len(names)}", _day_of(day, names)) for day, names in listed]


def _day_of(day: int, names: list[str]) -> str:
    """Return a day in words, and the first of the authorities that have it."""
    on = f"{_ENGLISH.weekdays[days.weekday(day)]} {_words(*_civil(day))}"
    return f"{on}: {', '.join(names[:_MOST_NAMES])}{' ...' * (len(names) > _MOST_NAMES)}"


def _civil(day: int) -> tuple[int, int, int]:
    """Return year, month and day of a day by the civil calendar of its time."""
    return (days.to_julian if day < FIRST_GREGORIAN else days.to_gregorian)(day)


def _row(one: Candidate, fit: float) -> tuple[str, str]:
    """Return a day with its weight: of all days, where a weekday left only a part of them."""
    julian, gregorian = f"{_words(*one.julian)} Julian", f"{_words(*one.gregorian)} Gregorian"
    first, second = (julian, gregorian) if one.is_julian else (gregorian, julian)
    return (
        f"{one.weight * fit:.1%}",
        f"{_ENGLISH.weekdays[one.weekday]} {first} ({second}): {_why(one)}",
    )


def _why(one: Candidate) -> str:
    tables = f"tables {one.by_tables:.1%} ({', '.join(one.tables)})" if one.tables else ""
    crescent = f"crescent {one.by_crescent:.1%}" if one.by_crescent >= 0.0005 else ""
    return ", ".join(part for part in (crescent, tables) if part) or "not a probable day by either"


def _fit_rows(found: Reconciliation, *, eclipse: bool) -> list[tuple[str, str]]:
    given = ["weekday"] * (found.written.weekday is not None) + ["eclipse"] * eclipse
    rows = []
    if given:
        rows.append(
            (
                " and ".join(given).capitalize(),
                f"{found.fit:.0%} of the probable days of the date agree with it",
            )
        )
    if found.written.eve:
        evening = _ENGLISH.weekdays[days.weekday(found.candidates[0].day - 1)]
        rows.append(("Eve", f"from sunset of the day before, a {evening}"))
    if found.note:
        rows.append(("Note", found.note))
    return rows


def _eclipse_row(seen: EclipseSeen, place: Place) -> tuple[str, str]:
    local = _local(seen, place)
    when = f"{local:%H:%M} local mean time of {_words(*_civil_of(local))}"
    return f"{seen.kind}, of the {seen.body}", f"greatest at {when}, magnitude {seen.magnitude:.2f}"


def _local(seen: EclipseSeen, place: Place) -> datetime:
    return to_datetime(seen.greatest) + timedelta(days=place.longitude / 360.0)


def _civil_of(local: datetime) -> tuple[int, int, int]:
    day = days.from_date(local.date())
    return _civil(day)


def _words(year: int, month: int, day: int) -> str:
    return f"{day} {_CIVIL_MONTHS[month - 1]} {year}"


def _iso(date: tuple[int, int, int]) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*date)
