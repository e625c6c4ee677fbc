"""`miqat times PLACE`: the times of prayer of a day, a month, a Ramadan or a year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from miqat import days, languages
from miqat.almanac.resolve import calendar_choice
from miqat.cli import formats
from miqat.errors import InvalidDate, InvalidRule, UnknownName
from miqat.places import place as place_named
from miqat.prayer import TIMES, default_method, read_method, with_changes
from miqat.prayer import method as method_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.calendars import Calendar
    from miqat.places import Place
    from miqat.prayer import Method
    from miqat.prayer.iqama import IqamaRule

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_RAMADAN = 9


class _Span(NamedTuple):
    """The days that are asked for, and whether they are a Ramadan."""

    first: date
    last: date
    ramadan: bool = False


@click.command("times")
@click.argument("place")
@click.option("--on", metavar="DATE", help="A day: 2027-02-08. Today unless told.")
@click.option("--month", metavar="YYYY-MM", help="A civil month.")
@click.option("--ramadan", metavar="YEAR", help="The Ramadan of a Hijri year.")
@click.option("--year", metavar="YYYY", help="A civil year.")
@click.option("--from", "start", metavar="DATE", help="The first of some days, with --to.")
@click.option("--to", "stop", metavar="DATE", help="The last of some days, with --from.")
@click.option(
    "--method", "method_id", metavar="ID|FILE",
    help="A method by its id or its own TOML file. Unless told, that of the place's country.",
)  # fmt: skip
@click.option("--set", "changes", metavar="KEYS", help='The method changed: "fajr.angle = 16".')
@click.option("--authority", "authority_id", metavar="ID", help="Whose Hijri months to go by.")
@click.option("--calendar", "calendar_id", metavar="ID", help="The Hijri calendar to go by.")
@click.option("--times", "wanted", metavar="NAMES", help="Which times: fajr,dhuhr,asr,isha.")
@click.option("--iqama", "rules", metavar="RULES|FILE", help='Iqama: "isha + 15; jumuah at 13:15".')
@click.option("--table", "table", metavar="FILE", help="A mosque's own table, CSV or JSON.")
@click.option("--language", "spoken", metavar="CODE", default="en", help="The language: ar, fa.")
@click.option("--digits", metavar="KIND", help="The digits: native or latin.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV: ISO dates, HH:MM.")
@click.option("--how", "with_how", is_flag=True, help="In CSV say of each time how it came to be.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with exact instants.")
@click.option("--title", metavar="TEXT", help="What heads the page: a mosque's name.")
@click.option("--html", "page", metavar="FILE", help="A page for a wall, to be printed.")
def command(
    place: str,
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
    *,
    as_csv: bool,
    with_how: bool,
    as_json: bool,
) -> None:
    """Print the times of prayer of PLACE by a method, beside the Hijri dates.

    PLACE is a city in any script or LATITUDE,LONGITUDE. A time that a rule of high latitudes
    replaced bears a mark, and the foot says which rule; one that does not occur says why.
    """
    if sum((as_csv, as_json, page is not None)) > 1:
        raise click.UsageError("--csv, --json and --html: one of them")
    if with_how and not as_csv:
        raise click.UsageError("--how goes with --csv; the JSON and the tables always say it")
    language = languages.language(spoken)
    number_style = _digits(digits, language)
    here = place_named(place)
    rule = _method(here, method_id, changes)
    asked = {"--on": on, "--month": month, "--ramadan": ramadan, "--year": year}
    kept = calendar_choice(here, calendar_id, authority_id).calendar
    span = _span({**asked, "--from": start, "--to": stop}, here, kept)
    published = None
    if table is not None:
        from miqat.prayer.published.reader import read

        with formats.file(table):
            published = read(table, year=span.first.year)

    from miqat.almanac.timesheet import timesheet

    try:
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
        )
    except InvalidRule as error:
        if "names no calendar" in str(error):
            raise InvalidRule(
                f"method {rule.id!r} changes in Ramadan and names no calendar: name one with "
                "--calendar"
            ) from None
        raise

    from miqat.cli import times_layout

    if as_json:
        times_layout.write_as_json(found)
    elif as_csv:
        times_layout.write_as_csv(found, with_how=with_how)
    elif page is not None:
        from miqat.almanac.html_page import wall

        text = wall(
            found, language, number_style, ramadan=span.ramadan, title=title or _own_name(place)
        )
        with formats.file(page):
            Path(page).write_text(text, encoding="utf-8")
        click.echo(f"written: {page}")
    else:
        times_layout.write_as_text(found, language, number_style, ramadan=span.ramadan)


def _own_name(typed: str) -> str | None:
    """Return the name of a place as it was typed, if it was in a script of its own."""
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


def _method(here: Place, given: str | None, changes: str | None) -> Method:
    if given is not None and given.casefold().endswith(".toml"):
        with formats.file(given):
            return read_method(given, changes or "")
    chosen = method_named(default_method(here) if given is None else given)
    return chosen if changes is None else with_changes(chosen, changes)


def _wanted(given: str | None) -> list[str] | None:
    if given is None:
        return None
    found = [name.strip().casefold().replace(" ", "_") for name in given.split(",")]
    for name in found:
        if name not in TIMES:
            raise UnknownName.among("time", name, TIMES)
    return found


def _rules(given: str | None) -> Sequence[IqamaRule]:
    if given is None:
        return ()
    from miqat.prayer.iqama import iqama_rules, read_iqama

    if given.casefold().endswith((".toml", ".txt")) or Path(given).is_file():
        with formats.file(given):
            return read_iqama(given)
    return iqama_rules(given)


def _span(asked: dict[str, str | None], here: Place, kept: Calendar) -> _Span:
    given = {key: text for key, text in asked.items() if text is not None}
    keys = list(given)
    if keys in (["--from"], ["--to"]):
        raise click.UsageError("--from and --to: both of them")
    if len(keys) > 1 and keys != ["--from", "--to"]:
        raise click.UsageError(f"{' and '.join(keys)}: one of them")
    match keys:
        case ["--on"]:
            return _Span(formats.day(given["--on"]), formats.day(given["--on"]))
        case ["--month"]:
            return _month(given["--month"])
        case ["--year"]:
            return _year(given["--year"])
        case ["--ramadan"]:
            return _ramadan(given["--ramadan"], kept)
        case ["--from", "--to"]:
            return _Span(formats.day(given["--from"]), formats.day(given["--to"]))
        case _:
            today = datetime.now(UTC).astimezone(here.zone).date()
            return _Span(today, today)


def _month(text: str) -> _Span:
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        raise InvalidDate(f"cannot read the month {text!r}; write it as 2027-02")
    first = date(int(match[1]), int(match[2]), 1)
    if (first.year, first.month) == (date.max.year, 12):
        return _Span(first, date.max)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return _Span(first, following - timedelta(days=1))


def _year(text: str) -> _Span:
    if _YEAR.fullmatch(text) is None or int(text) < 1:
        raise InvalidDate(f"cannot read the year {text!r}; write it as 2027")
    return _Span(date(int(text), 1, 1), date(int(text), 12, 31))


def _ramadan(text: str, calendar: Calendar) -> _Span:
    if _YEAR.fullmatch(text) is None:
        raise InvalidDate(f"cannot read the Hijri year {text!r}; write it as 1448")
    if calendar.month_names != "islamic":
        raise InvalidDate(f"the calendar {calendar.id!r} has no Ramadan")
    first = calendar.day_number(int(text), _RAMADAN, 1)
    last = calendar.day_number(int(text), _RAMADAN + 1, 1) - 1
    return _Span(days.to_date(first), days.to_date(last), ramadan=True)
