"""`miqat check DATE OBSERVANCE`: what a civil date was, and whether an observance fell on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.almanac.date_report import DateReport, ObservanceMatch, check
from miqat.almanac.resolve import calendar_choice
from miqat.cli import formats
from miqat.cli.asked_day import asked_day
from miqat.cli.layout import Section, write, write_json
from miqat.cli.wording import calendar_name
from miqat.observances.fixed_ahead import other_day

if TYPE_CHECKING:
    from miqat.calendars import HijriDate
    from miqat.observances import Observance, Occurrence
    from miqat.observances.fixed_ahead import OtherDay


def answer(
    date: str,
    observance: str | None,
    authority: str | None,
    calendar_id: str | None,
    *,
    as_json: bool,
) -> None:
    """Print what DATE was, and the OBSERVANCE nearest to it, by several calendars."""
    read, on = asked_day(date, calendar_choice(None, calendar_id, authority))
    found = check(on, observance, calendar_id, authority=authority)
    if as_json:
        write_json(found.to_dict())
        return
    sections = [Section("Hijri date", [_date_row(on) for on in found.dates] + _missing(found))]
    for entry in found.observances:
        falls = [fall for fall in found.falls if fall.observance is entry]
        sections.append(
            Section(_title(entry), [(calendar_name(f.calendar), _fell(f)) for f in falls])
        )
    if observance is None:
        sections.append(Section("On this date", [_on_the_day(each) for each in found.on_the_day]))
    heading = f"{formats.civil(found.date)}{read}"
    answers = _answer(found)
    write(f"{heading}\n{answers}" if answers else heading, sections)


def _on_the_day(on: Occurrence) -> tuple[str, str]:
    entry = on.observance
    until = f", {formats.civil(on.first)} to {formats.civil(on.last)}" if on.last > on.first else ""
    night = f", {formats.night(on)}" if on.span.is_night else ""
    return f"{on.hijri.day}/{on.hijri.month}", f"{_title(entry)}{until}{night}"


def _answer(found: DateReport) -> str:
    """Return the answer in a line, by the calendar that was asked."""
    by = found.dates[0].calendar
    said = []
    for fall in found.falls:
        if fall.calendar is not by:
            continue
        name = fall.observance.names["en"]
        on = fall.occurrence
        source = calendar_name(by if on is None else on.calendar)
        if on is None:
            said.append(f"{name}: {fall.reason}")
        elif (other := other_day(on)) is not None and other.date == found.date:
            rule = f"the rule gives {formats.civil(on.first)}"
            said.append(f"{name}: yes, {other.reason}; {rule} ({other.source or source})")
        elif fall.is_on_the_day and other is not None and other.source:
            held = formats.civil(other.date)
            said.append(f"{name}: no, held on {held}; the rule gives this day ({other.source})")
        elif fall.is_on_the_day:
            night = f", {formats.night(on)}" if on.span.is_night else ""
            said.append(f"{name}: yes{night}{_unsure(fall)}{_or(other)} ({source})")
        else:
            said.append(f"{name}: no, it {_apart(fall, on)}{_or(other)} ({source})")
    return "\n".join(said)


def _or(other: OtherDay | None) -> str:
    return "" if other is None else f"; or on {formats.civil(other.date)}, {other.reason}"


def _unsure(fall: ObservanceMatch) -> str:
    """Return that a date is expected or calculated, nothing for one that is on record."""
    return f", {fall.how.rpartition(' ')[0]}" if fall.how.startswith("is ") else ""


def _apart(fall: ObservanceMatch, on: Occurrence) -> str:
    assert fall.days_from is not None
    count = abs(fall.days_from)
    unit = "day" if count == 1 else "days"
    side = "later" if fall.days_from > 0 else "earlier"
    when = formats.night(on).removeprefix("the ") if on.span.is_night else formats.civil(on.first)
    how = fall.how if not on.span.is_night else f"{fall.how} the"
    return f"{how} {when}, {count} {unit} {side}"


def _title(entry: Observance) -> str:
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
    apart = "that day" if fall.is_on_the_day else f"{fall.days_from:+d} d"
    if on.span.is_night:
        return f"{formats.night(on)} ({apart})"
    return f"{formats.civil(on.first)}{until}: {formats.hijri(on.hijri)} ({apart})"
