"""What is found in a text: mentions, their readings, contradictions, and the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from miqat import days
from miqat.jsonable import Jsonable, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from miqat.texts.expression import Expression, Kind

Basis = Literal["proclaimed", "published", "computed", "stated"]
Found = Literal["asked", "document date", "dateline", "last mention"]

#: The day from which civil dates are Gregorian; earlier ones are shown as Julian dates too.
FIRST_GREGORIAN = days.from_gregorian(1582, 10, 15)


@dataclass(frozen=True, slots=True)
class Anchor(Jsonable):
    """The day from which a relative expression counts, and how it was found."""

    day: date
    how: Found


@dataclass(frozen=True, slots=True)
class Reading(Jsonable):
    """The civil days that a mention means by one calendar.

    Day numbers count from 1970-01-01. `night` means the night before the first day, from sunset
    on. `weight` is the share of this reading among those that are shown, 0 to 1.
    """

    calendar: str
    first: int
    last: int
    basis: Basis
    authority: str | None = None
    hijri: tuple[int, ...] = ()
    night: bool = False
    weight: float = 1.0

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    def to_dict(self) -> dict[str, Any]:
        """Return calendar, civil days (the Julian ones too before 1582), basis and weight."""
        found: dict[str, Any] = {
            "calendar": self.calendar,
            "authority": self.authority,
            "basis": self.basis,
            "first": days.iso_text(self.first),
            "last": days.iso_text(self.last),
        }
        if self.first < FIRST_GREGORIAN:
            found["julian_first"] = _iso(days.to_julian(self.first))
            found["julian_last"] = _iso(days.to_julian(self.last))
        if self.hijri:
            found["hijri"] = list(self.hijri)
        found["night_before"] = self.night
        found["weight"] = round(self.weight, 4)
        return found


@dataclass(frozen=True, slots=True)
class Contradiction(Jsonable):
    """Two statements of a text that do not agree.

    `kind` is "dual date", "weekday", "observance", "order" or "length"; `days` is the difference;
    `grade` says whether authorities may differ by so much; `cause` is the likely slip.
    """

    kind: Literal["dual date", "weekday", "observance", "order", "length"]
    grade: Literal["authority", "suspect", "contradiction"]
    stated: str
    found: str
    days: int | None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Mention(Jsonable):
    """A dated expression in a text.

    `start` and `end` count code points. `best` is the reading that is chosen, None where the
    expression is not resolved, with the reason in `refused_because`. `ambiguous_because` has what
    else may be meant. `stated_with` is the place of the other half of a dual date. `time` is that
    of a clock on a prayer, where a place is given and its sentence names the day.
    """

    start: int
    end: int
    text: str
    expression: Expression
    language: str = ""
    anchor: Anchor | None = None
    readings: tuple[Reading, ...] = ()
    ambiguous_because: tuple[str, ...] = ()
    stated_with: tuple[int, int] | None = None
    contradictions: tuple[Contradiction, ...] = ()
    refused_because: str | None = None
    time: str | None = None

    @property
    def kind(self) -> Kind:
        """What kind of time it is: a day, a month, an observance, a clock on a prayer ..."""
        return self.expression.kind

    @property
    def best(self) -> Reading | None:
        """The reading that is chosen, None where none is."""
        return self.readings[0] if self.readings and self.refused_because is None else None

    @property
    def certainty(self) -> Literal["certain", "authority", "ambiguous", "unresolved"]:
        """How sure the days are: authorities may differ, other meanings are possible."""
        if self.best is None:
            return "unresolved"
        if self.ambiguous_because:
            return "ambiguous"
        spans = {(each.first, each.last) for each in self.readings}
        return "certain" if len(spans) == 1 else "authority"

    def to_dict(self) -> dict[str, Any]:
        """Return the mention as plain data, the best reading apart."""
        best = self.best
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "language": self.language or None,
            "expression": self.expression.to_dict(),
            "anchor": plain(self.anchor),
            "best": plain(best),
            "readings": plain(self.readings),
            "certainty": self.certainty,
            "ambiguous_because": list(self.ambiguous_because),
            "stated_with": self.stated_with and list(self.stated_with),
            "contradictions": plain(self.contradictions),
            "refused_because": None if self.time else self.refused_because,
            "time": self.time,
        }


@dataclass(frozen=True, slots=True)
class Document(Jsonable):
    """The mentions of a text, and the day that its relative expressions count from."""

    mentions: tuple[Mention, ...]
    anchor: Anchor | None = None
    language: str = ""
    title: str = ""
    text: str = field(default="", repr=False)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.mentions)

    def __len__(self) -> int:
        return len(self.mentions)

    def to_dict(self) -> dict[str, Any]:
        """Return title, language, anchor and mentions, with UTF-16 places for JavaScript."""
        listed = []
        for mention in self.mentions:
            entry = mention.to_dict()
            entry["utf16"] = [_utf16(self.text, mention.start), _utf16(self.text, mention.end)]
            listed.append(entry)
        return {
            "title": self.title or None,
            "language": self.language or None,
            "anchor": plain(self.anchor),
            "mentions": listed,
        }


def _iso(date: tuple[int, int, int]) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*date)


def _utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
