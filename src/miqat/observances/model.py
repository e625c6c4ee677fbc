"""An observance, and its occurrence in a year of a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from miqat import days
from miqat.calendars import calendar as calendar_named
from miqat.jsonable import Jsonable, plain
from miqat.observances.rules import ObservanceRule, OnCalendar, Span

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from miqat.calendars import Calendar, Certainty, HijriDate
    from miqat.calendars.gregorian import Gregorian

Kind = Literal[
    "commemoration", "fast", "feast", "historical", "month", "national", "night", "season", "weekly"
]
Tradition = Literal[
    "general", "sunni", "shia", "ismaili", "bohra", "alevi", "ahmadi", "sufi", "state"
]
KINDS: tuple[str, ...] = get_args(Kind)
TRADITIONS: tuple[str, ...] = get_args(Tradition)


class Bound(NamedTuple):
    """When something began or ended: in a Hijri year, or on a civil day (a day number)."""

    hijri_year: int | None
    day: int | None

    def __str__(self) -> str:
        """Return it as it is written: 1399 AH, or 1979-08-17."""
        if self.day is None:
            return f"{self.hijri_year} AH"
        return days.to_date(self.day).isoformat()


@dataclass(frozen=True, slots=True, eq=False)
class Observance:
    """Something that is observed, or that happened, on a day of a year.

    The `id` is stable and never translated; `names` are by ISO 639 code; `kept_by` names traditions
    ("general" if they do not differ, "state" if only states observe it); `countries` are ISO 3166
    codes if only some countries observe it; `since` and `until` say from when to when it is
    observed, None for no known limit; `follows` is the authority whose months date it wherever it
    is observed (Saudi Arabia for the Hajj), "" for the months of the calendar that is asked.
    """

    id: str
    rule: ObservanceRule
    names: Mapping[str, str]
    kind: Kind
    kept_by: tuple[str, ...]
    about: str
    source: str
    countries: tuple[str, ...] = ()
    since: Bound | None = None
    until: Bound | None = None
    follows: str = ""
    rule_text: str = field(default="", repr=False)

    @property
    def reckoned_on(self) -> str:
        """The calendar of its rule: "hijri", or the id of a solar one."""
        return self.rule.calendar_id if isinstance(self.rule, OnCalendar) else "hijri"

    def name(self, language: str = "en") -> str:
        """Return the name in a language by its ISO 639 code, otherwise the English name."""
        return self.names.get(language, self.names["en"])

    def occurrence(self, calendar: Calendar | str, year: int) -> Occurrence | None:
        """Return the first occurrence in a Hijri year, None where the year has none.

        Raises `OutOfRange` for a year outside the calendar.
        """
        return next(iter(self.occurrences(calendar, year)), None)

    def occurrences(self, calendar: Calendar | str, year: int) -> tuple[Occurrence, ...]:
        """Return all occurrences of a Hijri year in order; raises `OutOfRange`."""
        by = calendar_named(calendar)
        found = (Occurrence(self, by, year, of) for of in self.rule.spans(by, year))
        return tuple(each for each in found if self._was_kept(each))

    def _was_kept(self, on: Occurrence) -> bool:
        return not (
            (self.since is not None and _is_before(on, self.since))
            or (self.until is not None and not _is_before(on, self.until))
        )


@dataclass(frozen=True, slots=True)
class Occurrence(Jsonable):
    """An observance in one year of one calendar; `year` is the Hijri year."""

    observance: Observance
    calendar: Calendar
    year: int
    span: Span

    @property
    def first(self) -> datetime.date:
        """The civil date of the (first) day; a night begins on the evening before it."""
        return days.to_date(self.span.first)

    @property
    def last(self) -> datetime.date:
        """The civil date of the last day."""
        return days.to_date(self.span.last)

    @property
    def evening(self) -> datetime.date | None:
        """The civil date on whose evening it begins; None where a day begins at midnight."""
        if self.observance.reckoned_on != "hijri":
            return None
        return days.to_date(self.span.first - 1)

    @property
    def hijri(self) -> HijriDate:
        """The Hijri date of the (first) day."""
        return self.calendar.from_day(self.span.first)

    @property
    def certainty(self) -> Certainty:
        """The certainty of the month of the (first) day, in the calendar of the rule."""
        rule = self.observance.rule
        of: Calendar | Gregorian = rule.calendar if isinstance(rule, OnCalendar) else self.calendar
        on = of.from_day(self.span.first)
        return of.month(on.year, on.month).certainty

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return the observance, its days and its Hijri date; the name in a language."""
        entry = self.observance
        return {
            "id": entry.id,
            "name": entry.name(language),
            "name_language": language if language in entry.names else "en",
            "kind": entry.kind,
            "kept_by": list(entry.kept_by),
            "countries": list(entry.countries),
            "hijri": self.hijri.isoformat(),
            "first": plain(self.first),
            "last": plain(self.last),
            "night_before": self.span.is_night,
            "evening": plain(self.evening),
            "certainty": self.certainty.value,
            "about": entry.about,
            "source": entry.source,
        }


def _is_before(on: Occurrence, limit: Bound) -> bool:
    if limit.day is not None:
        return on.span.first < limit.day
    assert limit.hijri_year is not None
    return on.year < limit.hijri_year
