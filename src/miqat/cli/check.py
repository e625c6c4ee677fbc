"""`miqat check DATE OBSERVANCE`: what a civil date was, and whether an observance fell on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.almanac.date_report import DateReport, ObservanceMatch, check
from miqat.almanac.resolve import calendar_choice
from miqat.cli import dates, formats
from miqat.cli.layout import Section, write, write_json
from miqat.cli.wording import calendar_name

if TYPE_CHECKING:
    from miqat.calendars import HijriDate


def answer(
    date: str,
    observance: str,
    authority: str | None,
    calendar_id: str | None,
    *,
    as_json: bool,
) -> None:
    """Print what DATE was, and when OBSERVANCE fell in that Hijri year, by several calendars."""
    choice = calendar_choice(None, calendar_id, authority)
    found = check(dates.day(date), observance, choice.calendar, country=choice.countries)
    if as_json:
        write_json(found.to_dict())
        return
    sections = [Section("Hijri date", [_date_row(on) for on in found.dates] + _missing(found))]
    for entry in found.observances:
        falls = [fall for fall in found.falls if fall.observance is entry]
        sections.append(
            Section(_title(falls[0]), [(calendar_name(f.calendar), _fell(f)) for f in falls])
        )
    write(f"{formats.civil(found.date)}\n{_answer(found)}", sections)


def _answer(found: DateReport) -> str:
    """Return the answer in a line, by the calendar that was asked."""
    by = found.dates[0].calendar
    source = calendar_name(by)
    said = []
    for fall in found.falls:
        if fall.calendar is not by:
            continue
        name = fall.observance.names["en"]
        if fall.occurrence is None:
            said.append(f"{name}: {fall.reason}")
        elif fall.is_on_the_day:
            said.append(f"{name}: yes ({source})")
        else:
            said.append(f"{name}: no, it fell {_apart(fall)} ({source})")
    return "\n".join(said)


def _apart(fall: ObservanceMatch) -> str:
    assert fall.occurrence is not None
    assert fall.days_from is not None
    count = abs(fall.days_from)
    unit = "day" if count == 1 else "days"
    side = "later" if fall.days_from > 0 else "earlier"
    return f"on {formats.civil(fall.occurrence.first)}, {count} {unit} {side}"


def _title(fall: ObservanceMatch) -> str:
    entry = fall.observance
    who = "" if "general" in entry.kept_by else f" ({', '.join(entry.kept_by)})"
    return f"{entry.names['en']}{who}"


def _date_row(on: HijriDate) -> tuple[str, str]:
    month = on.calendar.month(on.year, on.month)
    return calendar_name(on.calendar), f"{formats.hijri(on)} ({month.certainty.value})"


def _missing(found: DateReport) -> list[tuple[str, str]]:
    return [(calendar_name(each), "does not reach this day") for each in found.outside]


def _fell(fall: ObservanceMatch) -> str:
    if fall.occurrence is None:
        return fall.reason
    on = fall.occurrence
    until = f" to {formats.civil(on.last)}" if on.last != on.first else ""
    night = ", from the sunset before" if on.span.is_night else ""
    apart = "that day" if fall.is_on_the_day else f"{fall.days_from:+d} d"
    return f"{formats.civil(on.first)}{until}{night}: {formats.hijri(on.hijri)} ({apart})"
