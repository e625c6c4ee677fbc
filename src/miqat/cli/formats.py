"""How the command line reads and writes dates, clocks and spans of time."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from miqat import days, languages
from miqat.cli.dates import day as day
from miqat.errors import InvalidDate
from miqat.languages import Language, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.authorities import Entry
    from miqat.calendars import HijriDate
    from miqat.observances import Occurrence

_ENGLISH = language("en")


def instant(text: str | None) -> datetime | None:
    """Return the instant that an option holds, if it holds one; raises `InvalidDate`."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise InvalidDate(
            f"cannot read the instant {text!r}; write it as 2027-02-08T18:00+03:30"
        ) from None


@contextmanager
def file(path: str) -> Iterator[None]:
    """Name the file that cannot be read or written, if the system does not."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = path
        raise


def hijri(on: HijriDate, tongue: Language = _ENGLISH) -> str:
    """Return a Hijri date in words: 1 Ramadan 1448."""
    if tongue is _ENGLISH:
        return f"{on.day} {_ENGLISH.months[on.month - 1]} {on.year}"
    from miqat.calendars.text import formatting

    pattern = tongue.calendar(on.calendar.month_names).long
    return isolated(formatting.strftime(on, pattern, tongue, tongue.digits), tongue)


def isolated(text: str, tongue: Language) -> str:
    """Return a text of a language for a line that runs from left to right."""
    return languages.isolated(text, "rtl") if tongue.direction == "rtl" else text


def month(of: Entry) -> str:
    """Return the Hijri month of an entry in words: 1 Ramadan 1448."""
    return f"1 {_ENGLISH.months[of.month - 1]} {of.year}"


def entry(of: Entry) -> str:
    """Return an entry of a record in a line: its day, when it was known, its source."""
    note = f" ({of.note})" if of.note else ""
    kind = "" if of.kind == "proclaimed" else f"{of.kind}, "
    return f"{short(of.on)}, {kind}known {of.known_on}: {of.source}{note} [{of.origin}]"


def civil(on: date, tongue: Language = _ENGLISH) -> str:
    """Return a civil date in words: Monday 8 February 2027."""
    if tongue is _ENGLISH:
        return f"{_ENGLISH.weekdays[on.weekday()]} {on.day} {on:%B} {on.year}"
    from miqat.calendars.text import formatting

    fields = formatting.gregorian_fields(days.from_date(on))
    pattern = tongue.calendar("gregorian").full
    return isolated(formatting.write(pattern, fields, fields, tongue, tongue.digits), tongue)


def night(of: Occurrence, tongue: Language = _ENGLISH) -> str:
    """Return a night by its evening: the evening of Monday 16 March 2026, night before 27 Ramadan.

    For an occurrence whose rule is a night.
    """
    evening = of.first - timedelta(days=1)
    before = hijri(of.hijri, tongue)
    return f"the evening of {civil(evening, tongue)}, night before {before}"


def short(on: date) -> str:
    """Return a civil date with its weekday: 2027-02-08 Mon."""
    return f"{on.isoformat()} {_ENGLISH.weekdays[on.weekday()][:3]}"


def clock(time: datetime, today: date, *, hours: int = 24) -> str:
    """Return the hour and minute, and the date where it is not today's."""
    shown = hour(time, hours=hours)
    return shown if time.date() == today else f"{shown} on {civil(time.date())}"


def hour(time: datetime, *, hours: int = 24) -> str:
    """Return the hour and minute on a clock of 24 or 12 hours: 17:05, 5:05 pm."""
    if hours != 12:
        return f"{time:%H:%M}"
    return f"{time.hour % 12 or 12}:{time:%M} {'am' if time.hour < 12 else 'pm'}"


def span(duration: timedelta) -> str:
    """Return a duration to the minute: 1 d 2 h 3 min."""
    minutes = round(duration / timedelta(minutes=1))
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{value} {unit}" for value, unit in parts if value) or "0 min"
