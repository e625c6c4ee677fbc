"""Calendars of the crescent: months that begin after the first evening that meets a rule."""

from __future__ import annotations

import tomllib
from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miqat.calendars.month_table import month_number
from miqat.calendars.months import Certainty
from miqat.calendars.systems import precomputed
from miqat.calendars.systems.computed import ComputedCalendar
from miqat.data import data_path
from miqat.errors import UnknownName
from miqat.once import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import SupportsIndex

    from miqat.calendars.month_rules.base import Era
    from miqat.crescent import Criterion
    from miqat.places import Place

_TABLE = Path(data_path("calendars/crescent.toml"))

#: What the months of `KeptByRule` are tabulated from, under miqat/data.
MADE_FROM = "calendars/crescent.toml"

#: The last year that the ephemeris reaches the end of.
FINAL_YEAR = 2089


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CrescentCalendar(ComputedCalendar):
    """A calendar whose months begin after the first evening that meets a rule.

    Evenings are asked from that of the conjunction's day on; the month begins after the third
    evening following at the latest (see `miqat.calendars.month_rules.base`).
    """

    first_year: int = 1
    final_year: int = FINAL_YEAR
    certainty: Certainty = Certainty.COMPUTED

    @abstractmethod
    def _eras(self) -> Sequence[Era]:
        """Return the rules and the numbers of the first months they decide, in order."""

    @lazy
    def kept_eras(self) -> Sequence[Era]:
        """The rules, made once."""
        return self._eras()

    def _compute(self, first: int, last: int) -> Sequence[int]:
        from miqat.calendars.month_rules.base import first_days

        days: list[int] = first_days(self.kept_eras, first, last).tolist()
        return days


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RuleCalendar(CrescentCalendar):
    """A calendar whose rules are in the table, each with the first month it decides."""

    eras: tuple[Mapping[str, Any], ...]

    def _eras(self) -> Sequence[Era]:
        from miqat.calendars.month_rules.at_places import rule
        from miqat.calendars.month_rules.base import Era

        return [Era(_number(era["from"]), rule(_but(era, "from"))) for era in self.eras]

    def _tabulated(self, first: int, last: int) -> Sequence[int] | None:
        return precomputed.starts(self.id, first, last, MADE_FROM)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Visibility(CrescentCalendar):
    """The calendar of one place by a criterion; made by `visibility`."""

    place: Place
    criterion: Criterion
    zone: int | None
    threshold: float

    def _eras(self) -> Sequence[Era]:
        from miqat.calendars.month_rules.at_places import AtPlace
        from miqat.calendars.month_rules.base import Era

        at_place = AtPlace(
            criterion=self.criterion, latitudes=(self.place.latitude,),
            longitudes=(self.place.longitude,), longitude=self.place.longitude,
            elevation=self.place.elevation, zone=self.zone, threshold=self.threshold,
            place=self.place,
        )  # fmt: skip
        return [Era(month_number(self.first_year, 1), at_place)]

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        # A formula is not pickled; a criterion of the catalogue is found again by its id.
        zone = None if self.zone is None else self.criterion.zones[self.zone].letter
        threshold = None if zone else self.threshold
        return _again, (self.place, self.criterion.id, zone, threshold)


def visibility(
    place: Place | str,
    criterion: Criterion | str = "yallop",
    *,
    zone: str | None = None,
    threshold: float | None = None,
) -> Visibility:
    """Return the calendar of a place whose months begin by a criterion of the crescent.

    A month begins after the first evening on which the criterion is in `zone` or a better one (by
    default the last in which it predicts a sighting by the naked eye, or through optics where it
    has none such), or has a value above `threshold` instead. The Moon has to set after the Sun, and
    conjunction to come before sunset. Where nothing is met, as may happen for weeks in high
    latitudes, the month begins after the third evening following that of the conjunction's day:
    months of 27 and of 32 days may then occur. Days are the civil days of the place. Raises
    `UnknownName`.

    >>> visibility("Cairo").date(1448, 9, 1).to_date()
    datetime.date(2027, 2, 8)
    """
    from miqat import crescent
    from miqat.places import as_place

    here, chosen = as_place(place), crescent.criterion(criterion)
    letters = [each.letter for each in chosen.zones]
    if zone is None:
        enough = chosen.naked or chosen.aided
        zone = max(enough, key=letters.index)
    elif zone not in letters:
        raise UnknownName.among(f"zone of {chosen.id}", zone, letters)
    limit = f"zone {zone} or better" if threshold is None else f"above {threshold:g}"
    return Visibility(
        id=f"visibility:{chosen.id}@{here}",
        title=f"By the crescent at {here}, {chosen.title}",
        rule=(
            f"A month begins after the first evening on which, at {here}, the crescent is in "
            f"{limit} by {chosen.title}; at the latest after the third evening following that "
            "of the conjunction's day"
        ),
        source=chosen.source,
        place=here,
        criterion=chosen,
        zone=letters.index(zone) if threshold is None else None,
        threshold=0.0 if threshold is None else threshold,
    )


def _again(place: Place, criterion: str, zone: str | None, threshold: float | None) -> Visibility:
    return visibility(place, criterion, zone=zone, threshold=threshold)


def _read_table() -> tuple[RuleCalendar, ...]:
    entries = tomllib.loads(_TABLE.read_text("utf-8"))["calendar"]
    return tuple(
        RuleCalendar(**_but(entry, "era", "aliases"), eras=tuple(entry["era"]),
                   aliases=tuple(entry.get("aliases", ())))
        for entry in entries
    )  # fmt: skip


def _but(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in names}


def _number(text: str) -> int:
    year, month = text.split("-")
    return month_number(int(year), int(month))


RULE_CALENDARS = _read_table()
