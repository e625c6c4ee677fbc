"""The previous feed: what has stayed and what has moved.

A reader recognises an event by its UID. An event that did not change keeps its bytes; one that
moved gets the next SEQUENCE and a later LAST-MODIFIED (RFC 5545, sections 3.8.7.3 and 3.8.7.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from miqat.errors import InvalidTable
from miqat.feeds.ical import END, PRODUCER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FOLD = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# A change of one of these counts as a new sequence (RFC 5546, section 2.1.4).
_COUNTED = ("DTSTART", "DTEND", "RRULE", "STATUS")
_DATES = ("DTSTART", "DTEND", "RRULE")


@dataclass(frozen=True, slots=True)
class Former:
    """An event as it was published: its text, and its properties by name, each as its lines."""

    text: str
    properties: Mapping[str, str]

    @property
    def sequence(self) -> int:
        """The revision of it."""
        value = _value(self.properties.get("SEQUENCE", "SEQUENCE:0"))
        return int(value) if value.isdecimal() else 0

    @property
    def modified(self) -> datetime:
        """When it was last changed; raises `InvalidTable`."""
        line = self.properties.get("LAST-MODIFIED") or self.properties.get("DTSTAMP", "")
        try:
            return datetime.strptime(_value(line), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            uid = _value(self.properties["UID"])
            raise InvalidTable(
                f"the published event {uid!r} does not say when it was last changed"
            ) from None

    def differs(self, other: Former, names: tuple[str, ...]) -> bool:
        """Return whether one of the properties differs."""
        return any(self.properties.get(name) != other.properties.get(name) for name in names)


@dataclass(frozen=True, slots=True)
class Published:
    """The events of a feed that was published, by UID."""

    events: Mapping[str, Former]


@dataclass(frozen=True, slots=True)
class Revised:
    """The text of an event, and how it differs from the previous one."""

    text: str
    changed: bool = False
    moved: bool = False
    new: bool = False


def read_published(data: bytes, name: str = "the published feed") -> Published:
    """Return the events of a feed of ours. Raises `InvalidTable` for anything else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidTable(f"{name} is not a calendar: it is not in UTF-8") from None
    whole = text.strip()
    if not (whole.startswith("BEGIN:VCALENDAR") and whole.endswith("END:VCALENDAR")):
        raise InvalidTable(f"{name} is not a calendar: it does not run from BEGIN to END:VCALENDAR")
    if f"PRODID:{PRODUCER}" not in text:
        raise InvalidTable(f"{name} is a calendar of another program, not a feed of this one")
    found = {}
    for match in _EVENT.finditer(text):
        former = _former(match[0])
        if "UID" not in former.properties:
            raise InvalidTable(f"{name} has an event without UID")
        found[_value(former.properties["UID"])] = former
    if len(found) != text.count("BEGIN:VEVENT"):
        raise InvalidTable(f"{name} has an event without end, or one UID twice")
    return Published(found)


def revised(
    write: Callable[[int, datetime], str], stamp: datetime, former: Former | None
) -> Revised:
    """Return an event's text with the sequence and stamp that follow from the previous feed.

    `write` gives its text for a sequence and a stamp; `stamp` is when it is known from.
    """
    if former is None:
        return Revised(write(0, stamp), new=True)
    if write(former.sequence, former.modified) == former.text:
        return Revised(former.text)
    draft = _former(write(former.sequence, former.modified))
    later = max(stamp, former.modified + timedelta(seconds=1))
    sequence = former.sequence + former.differs(draft, _COUNTED)
    return Revised(write(sequence, later), changed=True, moved=former.differs(draft, _DATES))


def _former(text: str) -> Former:
    properties: dict[str, str] = {}
    inner = 0
    for line in _FOLD.sub("", text).splitlines():
        name = re.split("[:;]", line, maxsplit=1)[0]
        inner += {"BEGIN": 1, "END": -1}.get(name, 0)
        if inner == 1 and name not in ("BEGIN", "END"):
            properties.setdefault(name, line)
    return Former(text if text.endswith(END) else text.rstrip("\r\n") + END, properties)


def _value(line: str) -> str:
    return line.partition(":")[2]
