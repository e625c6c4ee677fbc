"""`miqat observances`: what falls when in a year."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from miqat import days, languages
from miqat.almanac.resolve import CalendarChoice, calendar_choice
from miqat.calendars.years import era_of
from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json
from miqat.cli.wording import calendar_name
from miqat.observances import anniversary, holiday_in, observances, occurrences
from miqat.observances.fixed_ahead import other_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.languages import Language
    from miqat.observances import Observance, Occurrence

_YEAR = click.IntRange(1, 9999)


def answer(
    authority: str | None,
    calendar_id: str | None,
    year: int | None,
    gregorian: int | None,
    kind: str | None,
    tradition: str | None,
    anniversaries: tuple[str, ...],
    spoken: str,
    *,
    as_json: bool,
) -> None:
    """Print the observances of a year, with the civil days they fall on."""
    if year is not None and gregorian is not None:
        raise click.UsageError("give either --year or --gregorian")
    if year is not None and era_of(year) == "Gregorian":
        year, gregorian = None, year
    language = languages.language(spoken)
    choice = calendar_choice(None, calendar_id, authority)
    every = observances(kind=kind, tradition=tradition, country=choice.countries)
    listed = [each for each in every if kind == "weekly" or each.kind != "weekly"]
    listed += [anniversary(line, choice.calendar) for line in anniversaries]
    first, last, of = _span(choice, year, gregorian)
    found = occurrences(
        choice.calendar,
        first_day=first,
        last_day=last,
        observances=listed,
        country=choice.countries,
    )
    code = language.code.partition("-")[0]
    if as_json:
        write_json(_as_json(choice, of, found, code))
        return
    heading = (
        f"Observances of {of} ({calendar_name(choice.calendar)})\n"
        f"{formats.civil(days.to_date(first), language)} to "
        f"{formats.civil(days.to_date(last), language)}"
    )
    write(heading, _sections(found, choice, language))


def _span(choice: CalendarChoice, year: int | None, gregorian: int | None) -> tuple[int, int, str]:
    """Return the first and last day of the year that was asked, and what it is called."""
    kept = choice.calendar
    if gregorian is not None:
        first = days.from_date(date(gregorian, 1, 1))
        last = days.from_date(date(gregorian, 12, 31))
        kept.from_day(first), kept.from_day(last)  # raises outside the range
        return first, last, str(gregorian)
    wanted = kept.from_date(date.today()).year if year is None else year
    kept.month(wanted, 1)  # raises outside the range
    last = kept.last_day if wanted == kept.last_year else kept.day_number(wanted + 1, 1, 1) - 1
    return kept.day_number(wanted, 1, 1), last, f"{wanted} AH"


def _sections(
    found: Sequence[Occurrence], choice: CalendarChoice, language: Language
) -> list[Section]:
    sections = []
    for (year, month), group in groupby(found, lambda each: (each.hijri.year, each.hijri.month)):
        of = choice.calendar.month(year, month)
        names = language.calendar(choice.calendar.month_names).months
        name = formats.isolated(names[month - 1], language)
        title = f"{name} {year} ({of.certainty.value})"
        sections.append(Section(title, [_row(each, choice, language) for each in group]))
    return sections


def _row(each: Occurrence, choice: CalendarChoice, language: Language) -> tuple[str, str]:
    entry = each.observance
    code = language.code.partition("-")[0]
    until = f", to {formats.civil(each.last, language)}" if each.last != each.first else ""
    night = f", {formats.night(each, language)}" if each.span.is_night else ""
    off = "; public holiday" if _is_holiday(entry, choice) else ""
    who = "" if entry.kept_by in (("general",), ("state",)) else f" ({', '.join(entry.kept_by)})"
    name = entry.name(code)
    if code in entry.names:
        name = formats.isolated(name, language)
    on = f"{each.hijri.day}/{each.hijri.month}"
    notes = f"{night}{off}{_by(each, choice)}{_other_day(each, language)}"
    return formats.civil(each.first, language), f"{on:<6} {name}{who}{until}{notes}"


def _other_day(each: Occurrence, language: Language) -> str:
    """Return the other day of a gathering that is fixed before the end of the month is known."""
    other = other_day(each)
    return "" if other is None else f"; or {formats.civil(other.date, language)}: {other.reason}"


def _by(each: Occurrence, choice: CalendarChoice) -> str:
    """Return whose month dates an observance that is not dated by the calendar asked for."""
    if each.calendar.id == choice.calendar.id:
        return ""
    here = choice.calendar.from_day(each.span.first)
    differs = (here.month, here.day) != (each.hijri.month, each.hijri.day)
    other = f"; {here.day}/{here.month} in {calendar_name(choice.calendar)}" if differs else ""
    return f"; by the month of {calendar_name(each.calendar)}{other}"


def _is_holiday(entry: Observance, choice: CalendarChoice) -> bool:
    return not {*choice.countries}.isdisjoint(holiday_in(entry))


def _as_json(
    choice: CalendarChoice, of: str, found: Sequence[Occurrence], code: str
) -> dict[str, Any]:
    return {
        "of": of,
        "calendar": choice.calendar.id,
        "countries": list(choice.countries),
        "language": code,
        "observances": [
            {
                **each.to_dict(code),
                "public_holiday_in": list(holiday_in(each.observance)),
                "other_day": _other_as_json(each),
            }
            for each in found
        ],
    }


def _other_as_json(each: Occurrence) -> dict[str, str] | None:
    other = other_day(each)
    if other is None:
        return None
    return {"date": other.date.isoformat(), "reason": other.reason, "source": other.source}
