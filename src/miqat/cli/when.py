"""`miqat when "eid al-fitr" --year 1448`: on which days, by whom, and how probable each is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from miqat import days
from miqat.calendars.years import era_of
from miqat.cli import formats, wording
from miqat.cli.layout import Section, write, write_json
from miqat.languages import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.almanac.prospects import ObservanceForecast, PossibleDay
    from miqat.languages import Language

_SHOWN = 0.005  # what is less probable is in the JSON alone
_ALL_BUT_CERTAIN, _CERTAIN = 0.995, 1.0 - 1e-9


def answer(
    observance: tuple[str, ...],
    year: int | None,
    gregorian: int | None,
    ids: tuple[str, ...],
    as_of: str | None,
    *,
    spoken: str,
    with_sources: bool,
    as_json: bool,
) -> None:
    """Print on which days OBSERVANCE falls, by which authority, and how probable each day is."""
    from miqat.almanac.observance_dates import as_authorities
    from miqat.almanac.prospects import prospects
    from miqat.observances import find

    tongue = language(spoken)
    name, year, gregorian = _question(observance, year, gregorian)
    known = None if as_of is None else formats.day(as_of)
    found = prospects(
        find(name),
        as_authorities(ids or None),
        year=year,
        gregorian=gregorian,
        as_of=known,
    )
    if as_json:
        write_json(_as_json(found, as_of))
        return
    heading, sections = _laid_out(found, year, gregorian, as_of, tongue)
    write(heading, [*sections, Section("Sources", _source_rows(found) if with_sources else [])])


def _question(
    words: tuple[str, ...], year: int | None, gregorian: int | None
) -> tuple[str, int | None, int | None]:
    """Return the observance, and its Hijri or its Gregorian year.

    A year may be the last word. Without one it is the Gregorian year of today.
    """
    *before, last = words
    if before and last.isdecimal() and year is None and gregorian is None:
        words, year = tuple(before), int(last)
    if year is not None and gregorian is not None:
        raise click.UsageError("give either --year or --gregorian")
    if year is None:
        gregorian = date.today().year if gregorian is None else gregorian
    elif era_of(year) == "Gregorian":
        year, gregorian = None, year
    return " ".join(words), year, gregorian


def _laid_out(
    found: list[ObservanceForecast],
    year: int | None,
    gregorian: int | None,
    as_of: str | None,
    tongue: Language,
) -> tuple[str, list[Section]]:
    of = " or ".join(dict.fromkeys(each.observance.name(tongue.code) for each in found))
    when = f"{year} AH" if year is not None else f"{gregorian}"
    heading = f"{of or 'Nothing'}, {when}" + (f", as known on {as_of}" if as_of else "")
    by_date: dict[tuple[int, int, str], list[_Start]] = defaultdict(list)
    for each in found:
        for start in _starts(each):
            if start.probability >= _SHOWN:
                by_date[each.year, start.first, each.observance.id].append(start)
    names = len({each.observance.id for each in found}) > 1
    return heading, [
        Section(_title(year, starts, tongue, named=names), _rows(starts))
        for (year, _, _), starts in sorted(by_date.items(), key=lambda item: item[0])
    ]


class _Start(NamedTuple):
    """A day on which an observance may begin for an authority, with its possible last days.

    `first` is 0 where it does not fall in the year.
    """

    of: ObservanceForecast
    first: int
    lasts: tuple[int, ...]
    probability: float
    is_likeliest: bool


def _starts(of: ObservanceForecast) -> list[_Start]:
    by_first: dict[int, list[PossibleDay]] = defaultdict(list)
    for possible in of.possible:
        by_first[possible.spans[0].first if possible.spans else 0].append(possible)
    sums = {first: sum(each.probability for each in group) for first, group in by_first.items()}
    top = max(sums, key=lambda first: sums[first], default=0)
    return [
        _Start(
            of,
            first,
            tuple(each.spans[-1].last for each in group if each.spans),
            sums[first],
            bool(first) and first == top,
        )
        for first, group in by_first.items()
    ]


def _title(year: int, starts: list[_Start], tongue: Language, *, named: bool) -> str:
    first = starts[0].first
    on = formats.civil(days.to_date(first), tongue) if first else "Not in this year"
    if first and _is_night(starts[0].of):
        evening = formats.civil(days.to_date(first - 1), tongue)
        on = f"Evening of {evening}, the night before {on}"
    lasts = sorted({last for start in starts for last in start.lasts})
    ends = " or ".join(formats.civil(days.to_date(last), tongue) for last in lasts)
    until = f" to {ends}" if lasts and lasts != [first] else ""
    name = f", {starts[0].of.observance.name(tongue.code)}" if named else ""
    return f"{on}{until} ({year} AH{name})"


def _is_night(of: ObservanceForecast) -> bool:
    return any(span.is_night for possible in of.possible for span in possible.spans)


def _rows(starts: Iterable[_Start]) -> list[tuple[str, str]]:
    """Return a row for each probability and reason, with the authorities it is of."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for start in sorted(starts, key=lambda start: -start.probability):
        why = f"; {_why(start.of)}" if start.is_likeliest else ""
        alike[_share(start), why].append(wording.authority_name(start.of.authority))
    return [(share, f"{', '.join(names)}{why}") for (share, why), names in alike.items()]


def _why(of: ObservanceForecast) -> str:
    """Return the certainty and the reason, which for what was proclaimed are one."""
    reason = wording.authority_names(wording.source_name(of.reason))
    return reason if of.reason.startswith(of.certainty) else f"{of.certainty}: {reason}"


def _source_rows(found: Iterable[ObservanceForecast]) -> list[tuple[str, str]]:
    """Return the sources of what is announced or published, by authority."""
    rows = [(wording.authority_name(each.authority), each.source) for each in found]
    return list(dict.fromkeys(row for row in rows if row[1]))


def _share(start: _Start) -> str:
    """Return the probability; "certain" is for what was announced or published."""
    if start.probability > _CERTAIN and not (start.first and start.of.certainty == "forecast"):
        return "certain"
    return "over 99%" if start.probability > _ALL_BUT_CERTAIN else f"{start.probability:.0%}"


def _as_json(found: list[ObservanceForecast], as_of: str | None) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "prospects": [each.to_dict() for each in found],
    }
