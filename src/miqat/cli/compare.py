"""`miqat compare ID ID`: where calendars part, and what moves."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from miqat import days
from miqat.almanac.shifted_observances import MOVED, shifted_observances
from miqat.calendars import calendar
from miqat.calendars.comparison import common_years, compare
from miqat.calendars.month_table import month_number, month_text, split_month
from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json
from miqat.cli.wording import calendar_name
from miqat.languages import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.almanac.shifted_observances import ObservanceShift
    from miqat.calendars import Calendar
    from miqat.calendars.comparison import Differences

# Without both ends, years in common are compared up to so many, else so many about the present.
_MOST_YEARS, _YEARS = 300, 100
_SLOW = 4000  # observances: some seconds
_WIDEST = 100  # characters of all names in the head of a table
_WIDTH = 19  # 2027-02-08 Mon +1 and a gap


def answer(
    ids: tuple[str, ...],
    year: int | None,
    first: int | None,
    last: int | None,
    *,
    as_json: bool,
) -> None:
    """Print the months that calendars begin on different days, and what moves with them."""
    if year is not None and (first is not None or last is not None):
        raise click.UsageError("either --year, or --from and --to")
    civil = [name for name in ids if name.casefold() in ("gregorian", "julian")]
    if civil:
        raise click.UsageError(f"{civil[0]} has no Hijri months to compare; see miqat convert")
    among = tuple(dict.fromkeys(calendar(name) for name in ids))
    if len(among) < 2:
        raise click.UsageError("two calendars are needed to compare, such as: ummalqura diyanet")
    span = (first, last) if year is None else (year, year)
    common = common_years(among, *span)
    first_year, last_year = common if None not in span else _about_now(common)
    found = [compare(among[0], other, first_year, last_year) for other in among[1:]]
    shifts = shifted_observances(among, first_year, last_year)
    observances = len(MOVED) * (last_year - first_year + 1)
    hidden = observances < _SLOW or not sys.stderr.isatty()
    with click.progressbar(
        shifts, length=observances, label="observances", file=sys.stderr, hidden=hidden
    ) as bar:
        moved = [move for move in bar if as_json or move.moves]
    if as_json:
        write_json(_as_json(first_year, last_year, found, moved))
        return
    years = _years(first_year, last_year)
    if (first_year, last_year) != common:
        years += f" ({_years(*common)} in common: choose others with --from and --to)"
    titles = _titles(among)
    summary = [f"{_named(each.other, titles)}: {_sentence(each)}" for each in found]
    columns = max(_WIDTH, *(len(title) + 2 for title in titles))
    head = ("", "".join(f"{title:<{columns}}" for title in titles))
    months, changed = _month_rows(found, columns), _move_rows(moved, columns)
    write(
        "\n".join([f"Compared with {_named(among[0], titles)}: {years}", *summary]),
        [
            Section("Months that differ", [head, *months] if months else []),
            Section("What moves", [head, *changed] if changed else []),
        ],
    )


def _titles(among: tuple[Calendar, ...]) -> list[str]:
    """Return the heads of the columns: the name of each calendar, its id if that is too long."""
    names = [calendar_name(each) for each in among]
    longest = _WIDEST // len(among)
    return [
        name if len(name) <= longest else each.id for each, name in zip(among, names, strict=True)
    ]


def _named(of: Calendar, titles: list[str]) -> str:
    """Return the name of a calendar, with its id where that is the head of its column."""
    name = calendar_name(of)
    return name if name in titles else f"{name} ({of.id})"


def _years(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _about_now(common: tuple[int, int]) -> tuple[int, int]:
    """Return the years to compare of those in common: of very many, those about the present."""
    first, last = common
    if last - first < _MOST_YEARS:
        return common
    now = calendar("islamic-civil").from_date(date.today()).year
    begin = min(max(first, now - _YEARS // 2), last - _YEARS + 1)
    return begin, begin + _YEARS - 1


def _sentence(found: Differences) -> str:
    counts = ", ".join(f"by {by:+d}: {count}" for by, count in found.counts().items())
    tail = f" ({counts})" if counts else ""
    return f"{len(found)} of {found.compared} months differ{tail}"


def _month_rows(found: list[Differences], columns: int) -> list[tuple[str, str]]:
    names = language("en").months
    rows = []
    for number in sorted({number for each in found for number in _numbers(each)}):
        shifts: list[int | None] = [0]
        start = 0
        for each in found:
            at = number - each.first
            known = at < each.compared
            shifts.append(int(each.by[at]) if known else None)
            start = int(each.starts_of_one[at]) if known else start
        title = f"{month_text(number)} {names[split_month(number)[1] - 1]}"
        rows.append((title, _cells(start, shifts, columns)))
    return rows


def _numbers(found: Differences) -> list[int]:
    return [month_number(one.year, one.month) for one in found]


def _move_rows(moved: list[ObservanceShift], columns: int) -> list[tuple[str, str]]:
    rows = []
    for move in moved:
        base = move.occurrences[0]
        assert base is not None  # what does not occur in the first calendar does not move from it
        label = f"{move.year:04d} {move.observance.names['en']}"
        rows.append((label, _cells(base.span.first, move.days, columns)))
    return rows


def _cells(base: int, shifts: Iterable[int | None], columns: int) -> str:
    """Return the dates that lie some days after a day, one column each."""
    cells = []
    for shift in shifts:
        text = "none" if shift is None else formats.short(days.to_date(base + shift))
        cells.append(f"{text} {shift:+d}" if shift else text)
    return "".join(f"{cell:<{columns}}" for cell in cells)


def _as_json(
    first: int, last: int, found: list[Differences], moved: list[ObservanceShift]
) -> dict[str, Any]:
    return {
        "calendar": found[0].one.id,
        "from": first,
        "to": last,
        "compared": [each.to_dict() for each in found],
        "observances": [move.to_dict() for move in moved],
    }


def _iso(day: int) -> str:
    return days.to_date(day).isoformat()
