"""`miqat when "eid al-fitr" --year 1448`: on which days, by whom, and how probable each is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from miqat import days
from miqat.calendars.years import era_of
from miqat.cli import formats, wording
from miqat.cli.layout import Section, write, write_json
from miqat.languages import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.almanac.prospects import ObservanceForecast
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
    whole: bool,
    with_sources: bool,
    as_json: bool,
) -> None:
    """Print on which days OBSERVANCE falls, by which authority, and how probable each day is."""
    from miqat.almanac.observance_dates import as_authorities
    from miqat.almanac.prospects import prospects
    from miqat.authorities import own_entries
    from miqat.authorities.record import check_known
    from miqat.observances import find

    tongue = language(spoken)
    name, year, gregorian = _question(observance, year, gregorian)
    known = None if as_of is None else formats.day(as_of)
    bodies = as_authorities(ids or None)
    if known is not None:
        for body in bodies if ids else ():
            check_known(body.id, known, own_entries())
    found = prospects(
        find(name),
        bodies,
        year=year,
        gregorian=gregorian,
        as_of=known,
    )
    if as_json:
        write_json(_as_json(found, as_of))
        return
    heading, sections = _laid_out(
        found, year, gregorian, as_of, tongue, whole=whole, reasons=bool(ids)
    )
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
    *,
    whole: bool,
    reasons: bool,
) -> tuple[str, list[Section]]:
    names = dict.fromkeys(each.observance.name(tongue.code) for each in found)
    of = " or ".join(names) or "Nothing"
    when = f"{year} AH" if year is not None else f"{gregorian}"
    heading = f"{of}, {when}" + (f", as known on {as_of}" if as_of else "")
    by_date: dict[tuple[int, int, str], list[ObservanceForecast]] = defaultdict(list)
    for each in found:
        first = each.spans[0].first if each.spans else 0
        by_date[each.year, first, each.observance.id].append(each)
    sections = []
    for (_, first, _), alike in sorted(by_date.items(), key=lambda item: item[0]):
        title = _title(first, alike, tongue, named=len(names) > 1, whole=whole)
        rows = [(wording.authority_name(each.authority), each) for each in alike]
        rows.sort(key=lambda row: row[0].casefold())
        sections.append(
            Section(title, [(who, _how_sure(each, tongue, reasons=reasons)) for who, each in rows])
        )
    return heading, sections


def _title(
    first: int, alike: list[ObservanceForecast], tongue: Language, *, named: bool, whole: bool
) -> str:
    """Return the day of a group; its evening where it is a night, its last day if asked for."""
    on = formats.civil(days.to_date(first), tongue) if first else "Not in this year"
    if first and any(span.is_night for span in alike[0].spans):
        evening = formats.civil(days.to_date(first - 1), tongue)
        on = f"Evening of {evening}, the night before {on}"
    until = _until(first, alike, tongue) if whole and first else ""
    name = f", {alike[0].observance.name(tongue.code)}" if named else ""
    return f"{on}{until} ({alike[0].year} AH{name})"


def _until(first: int, alike: list[ObservanceForecast], tongue: Language) -> str:
    lasts = {
        possible.spans[-1].last
        for each in alike
        for possible in each.possible
        if possible.spans and possible.spans[0].first == first and possible.probability >= _SHOWN
    }
    if not lasts or lasts == {first}:
        return ""
    return " to " + " or ".join(formats.civil(days.to_date(last), tongue) for last in sorted(lasts))


def _how_sure(of: ObservanceForecast, tongue: Language, *, reasons: bool) -> str:
    """Return how sure the first day is, the other days on which it may begin, and why."""
    if not of.spans:
        return "does not occur"
    share = of.probability
    said = _said(of, share)
    others = [
        f"{formats.civil(day, tongue)} {_share(chance)}"
        for day, chance in sorted(of.first_days().items())
        if day != of.first and chance >= _SHOWN
    ]
    text = f"{said}; or {', '.join(others)}" if others else said
    told = f"{text}{_by_another_table(of, tongue)}"
    why = _why(of) if reasons else ""
    return f"{told}: {why}" if why else told


def _said(of: ObservanceForecast, share: float) -> str:
    """Return the certainty in a word, with the share of what nobody announced or printed."""
    certainty = of.certainty.value
    if certainty in ("proclaimed", "published"):
        return certainty
    if certainty == "computed" and share > _CERTAIN:
        return "calculated"
    passed = of.first is not None and of.first < date.today()
    return f"{'not on record, probably' if passed else 'expected'}, {_share(share)}"


def _by_another_table(of: ObservanceForecast, tongue: Language) -> str:
    """Return the first day by the KACST table where Umm al-Qura was published with two."""
    from miqat.calendars import calendar

    table = calendar("ummalqura-kacst")
    begins = of.authority.rule(of.year, 1).basis
    if getattr(begins, "calendar", "") != "ummalqura" or not 1451 <= of.year <= table.last_year:
        return ""
    other = next((each.span.first for each in of.observance.occurrences(table, of.year)), None)
    if other is None or days.to_date(other) == of.first:
        return ""
    return f"; {formats.civil(days.to_date(other), tongue)} by the table of KACST"


def _why(of: ObservanceForecast) -> str:
    """Return the reason in words, without the certainty that is said already."""
    reason = wording.authority_names(wording.source_name(of.reason))
    for certainty in ("proclaimed", "published", "computed", "forecast"):
        reason = reason.removeprefix(certainty).removeprefix(":").lstrip()
    known = ("", of.authority.title, wording.authority_name(of.authority))
    return "" if reason in known else reason


def _source_rows(found: Iterable[ObservanceForecast]) -> list[tuple[str, str]]:
    """Return the sources of what is announced or published, by authority."""
    rows = [(wording.authority_name(each.authority), each.source) for each in found]
    return list(dict.fromkeys(row for row in rows if row[1]))


def _share(probability: float) -> str:
    return "over 99%" if probability > _ALL_BUT_CERTAIN else f"{probability:.0%}"


def _as_json(found: list[ObservanceForecast], as_of: str | None) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "prospects": [each.to_dict() for each in found],
    }
