"""What an authority is: a dated sequence of rules, and where its announcements are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from miqat.calendars import calendar as calendar_named
from miqat.calendars.month_table import month_number, month_text, split_month
from miqat.jsonable import Jsonable
from miqat.languages import region_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from miqat.calendars import Calendar

Aid = Literal["naked eye", "optical aid"]


def region_title(region: str) -> str:
    """Return the name of a region in which the crescent is looked for: country:PK is Pakistan."""
    _, _, code = region.partition("country:")
    return region_name(code) if code else region


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCalendar:
    """The months are those of a calendar, by its id."""

    calendar: str
    source: str = ""

    def __str__(self) -> str:
        return f"the calendar {calendar_named(self.calendar).title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BySighting:
    """The crescent is looked for in a region, or at places, on the 29th evening.

    `group` names the authorities whose curve it shares while its record is short; with `vetoed` a
    report is refused where the Moon cannot be seen.
    """

    region: str | None = None
    places: tuple[str, ...] = ()
    aid: Aid = "naked eye"
    group: str = "strict"
    vetoed: bool = False
    source: str = ""

    def __str__(self) -> str:
        where = region_title(self.region) if self.region else ", ".join(self.places)
        means = "" if self.aid == "naked eye" else ", optical aid allowed"
        return f"sighting in {where}{means}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByAnother:
    """The months of another authority, or some days later."""

    of: str
    days: int = 0
    source: str = ""

    def __str__(self) -> str:
        later = {0: "", 1: ", a day later"}.get(self.days, f", {self.days} days later")
        return f"as {self.of}{later}"


Basis = ByCalendar | BySighting | ByAnother


@dataclass(frozen=True, slots=True)
class AuthorityRule:
    """A basis, the number (12 y + m - 1) of the first month it decides, and of which months.

    `months` is empty for all twelve.
    """

    first: int
    months: frozenset[int]
    basis: Basis

    def decides(self, number: int) -> bool:
        """Return whether the rule is of a month with a number."""
        return number >= self.first and (not self.months or split_month(number)[1] in self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority(Jsonable):
    """A body that announces when months begin, for those who follow it.

    `title` is the body's own name; `countries` (ISO 3166) and `places` are where its announcements
    are published or followed; `tradition` may be empty.
    """

    id: str
    title: str
    kind: Literal["state", "body"]
    countries: tuple[str, ...]
    places: tuple[str, ...]
    tradition: str
    rules: tuple[AuthorityRule, ...]
    source: str
    note: str = ""

    @property
    def calendar(self) -> Calendar:
        """The calendar: what was proclaimed, also in the user's own store, else the rule.

        The same object for as long as the store does not change.
        """
        return _calendar_maker[0](self)

    def to_dict(self) -> dict[str, Any]:
        """Return the body, its countries and places, its rules, and their sources."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "countries": list(self.countries),
            "places": list(self.places),
            "tradition": self.tradition or None,
            "rules": [
                {
                    "from": month_text(rule.first),
                    "months": sorted(rule.months) or None,
                    "rule": str(rule.basis),
                    "source": rule.basis.source or self.source,
                }
                for rule in self.rules
            ],
            "source": self.source,
            "note": self.note or None,
        }

    def rule(self, year: int, month: int) -> AuthorityRule:
        """Return the rule that decides a month: of those that do, the latest.

        The first rule also holds for months before it.
        """
        return self.rule_of(month_number(year, month))

    def rule_of(self, number: int) -> AuthorityRule:
        """Return the rule that decides the month numbered 12 y + m - 1."""
        deciding = [rule for rule in self.rules if rule.decides(number)]
        if deciding:
            return max(deciding, key=lambda rule: (rule.first, bool(rule.months)))
        return _widest(self.rules)


_calendar_maker: list[Callable[[Authority], Calendar]] = []


def make_calendars_by(maker: Callable[[Authority], Calendar]) -> None:
    """Say what makes the calendar of an authority: a function that reads its record."""
    _calendar_maker[:] = [maker]


def worded(rule: AuthorityRule) -> str:
    """Return a rule in words: its basis, and of which months it is where not of all."""
    if not rule.months:
        return str(rule.basis)
    return f"{rule.basis} (months {', '.join(map(str, sorted(rule.months)))})"


def _widest(rules: Collection[AuthorityRule]) -> AuthorityRule:
    """Return the earliest rule, of all twelve months if there is one."""
    return min(rules, key=lambda rule: (bool(rule.months), rule.first))
