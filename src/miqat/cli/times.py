"""`miqat times PLACE`: the times of prayer of a day, a month, a Ramadan or a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat import days, languages
from miqat.almanac.resolve import calendar_choice
from miqat.cli import dates, formats
from miqat.cli.method_choice import chosen_method
from miqat.cli.place_notes import warn_of_elevation
from miqat.errors import InvalidDate, MiqatError, UnknownName
from miqat.places import place as place_named
from miqat.prayer import ALL_TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.calendars import Calendar
    from miqat.places import Place
    from miqat.prayer.iqama import IqamaRule

_RAMADAN, _MONTHS = 9, 12


class _Span(NamedTuple):
    """The days that are asked for, and whether they are a Ramadan."""

    first: date
    last: date
    ramadan: bool = False


def answer(
    place: str,
    elevation: float | None,
    on: str | None,
    month: str | None,
    ramadan: str | None,
    year: str | None,
    start: str | None,
    stop: str | None,
    method_id: str | None,
    changes: str | None,
    authority_id: str | None,
    calendar_id: str | None,
    wanted: str | None,
    rules: str | None,
    table: str | None,
    spoken: str,
    digits: str | None,
    page: str | None,
    title: str | None,
    clock: str,
    *,
    as_csv: bool,
    with_how: bool,
    as_json: bool,
) -> None:
    """Print the prayer times of a place by a method, with the Hijri dates."""
    if sum((as_csv, as_json, page is not None)) > 1:
        raise click.UsageError("give only one of --csv, --json and --html")
    if with_how and not as_csv:
        raise click.UsageError("--how is for --csv; the JSON and the tables always say it")
    if title is not None and page is None:
        raise click.UsageError("--title is for the page of --html FILE")
    language = languages.language(spoken)
    number_style = _digits(digits, language)
    here = place_named(place, elevation=elevation)
    rule = chosen_method(here, method_id, changes)
    asked = {"--on": on, "--month": month, "--ramadan": ramadan, "--year": year}
    choice = calendar_choice(here, calendar_id, authority_id)
    span = _span({**asked, "--from": start, "--to": stop}, here, choice.calendar)
    fasts = None
    if span.ramadan:
        from miqat.almanac.ramadan_page import ramadan_month

        fasts = ramadan_month(choice, choice.calendar.from_date(span.first).year)
        span = span._replace(last=fasts.last_shown)
    published = None
    if table is not None:
        from miqat.cli.printed_tables import printed_table

        whole = (span.first.year, span.first.month)
        of_month = whole if whole == (span.last.year, span.last.month) else None
        published = printed_table(table, here, year=span.first.year, month=of_month)

    from miqat.almanac.timesheet import timesheet

    found = timesheet(
        here,
        span.first,
        span.last,
        method=rule,
        calendar=calendar_id,
        authority=authority_id,
        names=_wanted(wanted),
        published=published,
        iqama=_rules(rules),
        ramadan=fasts,
    )

    from miqat.cli import times_layout

    warn_of_elevation(here, found.method)
    if as_json:
        times_layout.write_as_json(found)
    elif as_csv:
        times_layout.write_as_csv(found, with_how=with_how)
    elif page is not None:
        from miqat.almanac.html_page import wall

        text = wall(
            found, language, number_style, ramadan=span.ramadan,
            title=title or _own_name(place), hours=int(clock),
        )  # fmt: skip
        with formats.file(page):
            Path(page).write_text(text, encoding="utf-8")
        click.echo(f"written: {page}")
    else:
        times_layout.write_as_text(
            found, language, number_style, ramadan=span.ramadan, hours=int(clock)
        )


def _own_name(typed: str) -> str | None:
    """Return the name of a place as it was typed, if it is not in Latin letters."""
    name = typed.split(",")[0].strip()
    letters = [sign for sign in name if sign.isalpha()]
    return name if letters and not any(sign.isascii() for sign in letters) else None


def _digits(kind: str | None, language: languages.Language) -> str:
    known = {"native": language.native_digits, "latin": "latn", "latn": "latn"}
    if kind is None:
        return language.digits
    if kind not in known:
        raise UnknownName.among("kind of digits", kind, ("native", "latin"))
    return known[kind]


def _wanted(given: str | None) -> list[str] | None:
    if given is None:
        return None
    found = [name.strip().casefold().replace(" ", "_") for name in given.split(",")]
    for name in found:
        if name not in ALL_TIMES:
            raise UnknownName.among("time", name, ALL_TIMES)
    return found


def _rules(given: str | None) -> Sequence[IqamaRule]:
    return () if given is None else iqama_of(given)


def iqama_of(given: str) -> tuple[IqamaRule, ...]:
    """Return the rules of a text or of a file that it names."""
    from miqat.prayer.iqama import iqama_rules, read_iqama

    if given.casefold().endswith((".toml", ".txt")) or Path(given).is_file():
        with formats.file(given):
            return read_iqama(given)
    return iqama_rules(given)


def _span(asked: dict[str, str | None], here: Place, kept: Calendar) -> _Span:
    given = {key: text for key, text in asked.items() if text is not None}
    keys = list(given)
    if keys in (["--from"], ["--to"]):
        raise click.UsageError("give --from and --to together")
    if len(keys) > 1 and keys != ["--from", "--to"]:
        raise click.UsageError(f"give only one of {', '.join(keys)}")
    match keys:
        case ["--on"]:
            on = dates.day(given["--on"], here.zone)
            return _Span(on, on)
        case ["--month"]:
            return _month(given["--month"], kept)
        case ["--year"]:
            return _year(given["--year"], kept)
        case ["--ramadan"]:
            return _ramadan(given["--ramadan"], kept)
        case ["--from", "--to"]:
            return _Span(dates.day(given["--from"], here.zone), dates.day(given["--to"], here.zone))
        case _:
            today = datetime.now(UTC).astimezone(here.zone).date()
            return _Span(today, today)


def _month(text: str, calendar: Calendar) -> _Span:
    read = dates.month(text)
    assert read.month is not None
    if read.era == dates.HIJRI:
        return _hijri_span(calendar, read.year, read.month, read.month)
    first = date(read.year, read.month, 1)
    if (first.year, first.month) == (date.max.year, _MONTHS):
        return _Span(first, date.max)
    following = date(first.year + first.month // _MONTHS, first.month % _MONTHS + 1, 1)
    return _Span(first, following - timedelta(days=1))


def _year(text: str, calendar: Calendar) -> _Span:
    read = dates.year(text)
    if read.era == dates.HIJRI:
        return _hijri_span(calendar, read.year, 1, _MONTHS)
    return _Span(date(read.year, 1, 1), date(read.year, _MONTHS, 31))


def _ramadan(text: str, calendar: Calendar) -> _Span:
    read = dates.year(text, "1448")
    if calendar.month_names != "islamic":
        raise InvalidDate(f"the calendar {calendar.id!r} has no Ramadan")
    if read.era == dates.GREGORIAN:
        raise InvalidDate(f"--ramadan is a Hijri year{_ramadans_in(read.year, calendar)}")
    span = _hijri_span(calendar, read.year, _RAMADAN, _RAMADAN)
    return span._replace(ramadan=True)


def hijri_month(text: str, calendar: Calendar) -> tuple[date, date]:
    """Return the first and last day of the Ramadan of a Hijri year that a text names."""
    span = _ramadan(text, calendar)
    return span.first, span.last


def _ramadans_in(year: int, calendar: Calendar) -> str:
    """Return the Hijri years whose Ramadan begins in a Gregorian year, for an error."""
    try:
        begins = calendar.from_date(date(year, 1, 1)).year
        first_days = {
            hijri: days.to_date(calendar.day_number(hijri, _RAMADAN, 1))
            for hijri in (begins, begins + 1)
        }
    except MiqatError:
        return ", such as 1448"
    found = [
        f"{hijri} (Ramadan {hijri} begins in {on:%B %Y})"
        for hijri, on in first_days.items()
        if on.year == year
    ]
    return f": write {' or '.join(found)}" if found else ", such as 1448"


def _hijri_span(calendar: Calendar, year: int, first: int, last: int) -> _Span:
    """Return the days from the first to the last of some months of a Hijri year."""
    start = calendar.day_number(year, first, 1)
    stop = calendar.day_number(year, last, 1) + calendar.month(year, last).length - 1
    return _Span(days.to_date(start), days.to_date(stop))
