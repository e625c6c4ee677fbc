"""Events as lines of iCalendar (RFC 5545, with the properties of RFC 7986).

Escaping and folding are the icalendar library's. The lines are joined here, because a feed has the
same dozen lines ten thousand times, and an event must keep its bytes until it changes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from icalendar import vText
from icalendar.parser import Contentline

from miqat.feeds import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.feeds.event import Event

END = "\r\n"
PRODUCER = "-//Miqat//Miqat feeds//EN"
_OCTETS = 75  # RFC 5545, section 3.1
_REFRESH = "PT12H"
_COLOUR = "teal"


def header(title: str, about: str, zone: str, source: str | None) -> str:
    """Return the lines of a calendar before its events.

    No METHOD: with one, an event without an organizer breaks the rules of scheduling (RFC 5546).
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCER}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(title)}",
        f"X-WR-CALNAME:{escaped(title)}",
        *([f"DESCRIPTION:{escaped(about)}", f"X-WR-CALDESC:{escaped(about)}"] if about else ()),
        f"X-WR-TIMEZONE:{escaped(zone)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
        f"COLOR:{_COLOUR}",
    ]
    if source is not None:
        lines.append(f"SOURCE;VALUE=URI:{source}")
    return folded(lines)


def footer() -> str:
    """Return the last line of a calendar."""
    return f"END:VCALENDAR{END}"


def event(of: Event, sequence: int, stamp: datetime) -> str:
    """Return the lines of an event, which was last changed at the stamp (UTC)."""
    changed = utc(stamp)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(of.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{sequence}",
        f"STATUS:{'TENTATIVE' if of.tentative else 'CONFIRMED'}",
        *_when(of),
        f"SUMMARY:{escaped(of.summary)}",
    ]
    if of.description:
        lines.append(f"DESCRIPTION:{escaped(of.description)}")
    if of.location:
        lines.append(f"LOCATION:{escaped(of.location)}")
    if of.coordinates is not None:
        latitude, longitude = of.coordinates
        lines.append(f"GEO:{latitude:.6f};{longitude:.6f}")
    if of.categories:
        lines.append(f"CATEGORIES:{','.join(map(escaped, of.categories))}")
    lines += ["CLASS:PUBLIC", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
    if of.alarm is not None:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(of.summary)}",
            f"TRIGGER:-PT{of.alarm.minutes}M",
            "END:VALARM",
        ]
    lines.append("END:VEVENT")
    return folded(lines)


def folded(lines: Iterable[str]) -> str:
    """Return lines folded at 75 octets, between letters, each with its CR and LF."""
    return "".join((line if _is_short(line) else _fold(line)) + END for line in lines)


@lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """Return a text with what iCalendar gives a meaning to escaped (RFC 5545, 3.3.11)."""
    return vText(text).to_ical().decode()


def utc(instant: datetime) -> str:
    """Return an instant as iCalendar writes it in UTC."""
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _fold(line: str) -> str:
    folded_line: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
    return folded_line.decode()


def _is_short(line: str) -> bool:
    return len(line) < _OCTETS and (line.isascii() or len(line.encode()) < _OCTETS)


def _when(of: Event) -> list[str]:
    ends = [_moment("DTSTART", of.start, of), _moment("DTEND", of.end, of)]
    return [*ends, f"RRULE:{of.rule}"] if of.rule else ends


def _moment(name: str, at: date, of: Event) -> str:
    if not isinstance(at, datetime):
        return f"{name};VALUE=DATE:{at:%Y%m%d}"
    if of.zone is not None and (local := vtimezone.local(at, of.zone)) is not None:
        return f"{name};TZID={of.zone.key}:{local:%Y%m%dT%H%M%S}"
    return f"{name}:{utc(at)}"
