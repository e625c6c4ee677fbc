"""The report of an evening (or morning): what an observer can expect, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat.crescent.criteria import Criterion, all_criteria, criterion
from miqat.crescent.probability_model import Aid, probability
from miqat.crescent.quantities import Sight
from miqat.crescent.twilight import Twilight, When, twilights
from miqat.days import as_date, from_date
from miqat.jsonable import Jsonable, minutes, plain
from miqat.once import lazy
from miqat.places import as_place, solar_days
from miqat.sky import lunations
from miqat.sky.events import Reason
from miqat.sky.timescale import to_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from miqat._typing import Floats
    from miqat.days import CivilDay
    from miqat.places import Place, PlaceLike


_WHY = {Reason.STAYS_ABOVE: "stays up", Reason.STAYS_BELOW: "does not rise"}
_POINTS = (
    "north", "north-northeast", "northeast", "east-northeast",
    "east", "east-southeast", "southeast", "south-southeast",
    "south", "south-southwest", "southwest", "west-southwest",
    "west", "west-northwest", "northwest", "north-northwest",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Evening(Jsonable):
    """The young crescent of one place on one evening, or the old one of a morning.

    Instants are aware datetimes on the place's clock, None where they do not occur; then
    `outcome` says why. `at_best` and `at_sunset` hold the quantities (arrays of shape ()) at
    the best time and at sunset (sunrise).
    """

    place: Place
    date: date
    twilight: Twilight

    @property
    def when(self) -> When:
        """Whether this is an evening or a morning."""
        return self.twilight.when

    @lazy
    def sunset(self) -> datetime | None:
        """Sunset (in the morning sunrise)."""
        return self._instant(self.twilight.sunset)

    @lazy
    def moonset(self) -> datetime | None:
        """Moonset (in the morning moonrise)."""
        return self._instant(self.twilight.moonset)

    @lazy
    def best_time(self) -> datetime | None:
        """Yallop's best time, 4/9 of the lag after sunset; None without a lag."""
        if self.twilight.lag_days > 0.0:
            return self._instant(self.twilight.part_of_lag(4.0 / 9.0))
        return None

    @lazy
    def lag(self) -> timedelta | None:
        """How long the Moon outlasts the Sun; negative if the Sun outlasts it."""
        if self.sunset is None or self.moonset is None:
            return None
        difference = self.moonset - self.sunset
        return difference if self.when == "evening" else -difference

    @lazy
    def conjunction(self) -> datetime:
        """The nearest geocentric conjunction."""
        return self._conjunction(topocentric=False)

    @lazy
    def conjunction_topo(self) -> datetime:
        """The same conjunction seen from the place."""
        return self._conjunction(topocentric=True)

    @lazy
    def age(self) -> timedelta | None:
        """From conjunction to sunset (in the morning from sunrise to it)."""
        if self.sunset is None:
            return None
        age = self.sunset - self.conjunction
        return age if self.when == "evening" else -age

    @lazy
    def at_best(self) -> Sight:
        """The quantities at the best time."""
        return Sight(self.twilight, self.twilight.part_of_lag(4.0 / 9.0))

    @lazy
    def at_sunset(self) -> Sight:
        """The quantities at sunset (sunrise)."""
        return Sight(self.twilight, self.twilight.sunset)

    def value(self, name: str | Criterion) -> float:
        """Return a criterion's value; NaN where its twilight does not occur."""
        return float(criterion(name).value(self.twilight))

    def zone(self, name: str | Criterion) -> str:
        """Return the letter of a criterion's zone, "" without a crescent to judge."""
        if self.outcome:
            return ""
        chosen = criterion(name)
        return str(chosen.zone(chosen.value(self.twilight)))

    def zones(self) -> dict[str, tuple[float, str]]:
        """Return value and zone by every criterion of the catalogue."""
        return {one.id: (self.value(one), self.zone(one)) for one in all_criteria()}

    def probability(self, aid: Aid = "naked eye") -> float:
        """Return the probability that a sighting is reported: 0 without a crescent."""
        return 0.0 if self.outcome else float(probability(self.twilight, aid))

    @lazy
    def outcome(self) -> str:
        """Why there is no crescent to look for; empty if there is one."""
        evening = self.when == "evening"
        for body, event, reason in (
            ("Sun", "sunset" if evening else "sunrise", self.twilight.reason),
            ("Moon", "moonset" if evening else "moonrise", self.twilight.moon_reason),
        ):
            if reason != Reason.OCCURS:
                return f"no {event}: the {body} {_WHY[Reason(int(reason))]}"
        assert self.sunset is not None
        if self.when == "evening" and self.sunset < self.conjunction:
            return "no conjunction yet: the Moon is still old"
        if self.when == "morning" and self.sunset > self.conjunction:
            return "past conjunction: the Moon is new already"
        if self.twilight.lag_days <= 0.0:
            order = "sets before the Sun" if self.when == "evening" else "rises after the Sun"
            return f"the Moon {order}"
        return ""

    @lazy
    def sentence(self) -> str:
        """One sentence: what an observer can expect, and where and when to look."""
        if self.outcome:
            return f"No crescent can be seen: {self.outcome}."
        assert self.best_time is not None
        sight, chosen = self.at_best, criterion("yallop")
        letter = self.zone(chosen)
        text = next(zone.text for zone in chosen.zones if zone.letter == letter)
        side = "right" if sight.daz < 0.0 else "left"
        if letter not in chosen.aided:
            return f"Nothing is likely to be seen: Yallop's zone {letter}, {text}."
        return (
            f"Yallop's zone {letter}, {text}; look at {self.best_time:%H:%M} toward the "
            f"{_POINTS[round(float(sight.moon_topo.azimuth) / 22.5) % 16]}, "
            f"{float(sight.moon_topo.altitude):.0f}° above the horizon and "
            f"{abs(float(sight.daz)):.0f}° to the {side} of the Sun; of observers with a clear "
            f"sky {self.probability():.0%} would report it by eye."
        )

    def to_dict(self, criteria: Iterable[str | Criterion] | None = None) -> dict[str, Any]:
        """Return the evening as plain data, by the criteria that are named or by all."""
        chosen = all_criteria() if criteria is None else map(criterion, criteria)
        age = self.age
        return {
            "place": self.place.to_dict(),
            "date": plain(self.date),
            "when": self.when,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "conjunction": _seconds(self.conjunction),
            "conjunction_topocentric": _seconds(self.conjunction_topo),
            "sunset": _seconds(self.sunset),
            "moonset": _seconds(self.moonset),
            "best_time": _seconds(self.best_time),
            "lag_minutes": minutes(self.lag),
            "age_hours": None if age is None else round(age / timedelta(hours=1), 2),
            "at_best_time": None if self.outcome else self.at_best.to_dict(),
            "at_sunset": None if self.sunset is None else self.at_sunset.to_dict(),
            "criteria": {
                one.id: {"value": plain(round(self.value(one), 4)), "zone": self.zone(one)}
                for one in chosen
            },
            "probability": {
                "naked_eye": round(self.probability("naked eye"), 4),
                "optical_aid": round(self.probability("optical aid"), 4),
            },
        }

    def _instant(self, t: Floats) -> datetime | None:
        if np.isnan(t):
            return None
        return to_datetime(self.twilight.sun.instants(t)).astimezone(self.place.zone)

    def _conjunction(self, *, topocentric: bool) -> datetime:
        noon = self.twilight.sun.instants(np.zeros(()))
        lunation = lunations.lunation_at(noon + np.timedelta64(15, "D"))
        instant = lunations.conjunction(
            lunation,
            latitude=self.place.latitude if topocentric else None,
            longitude=self.place.longitude,
        )
        return to_datetime(instant).astimezone(self.place.zone)


def _seconds(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="seconds")


def observe(place: PlaceLike, date: CivilDay, when: When = "evening") -> Evening:
    """Return the report of a place's evening, or morning, of a civil day.

    For arrays of places and evenings see `twilights`. Raises `OutOfRange` outside the ephemeris.
    """
    here, day = as_place(place), as_date(date)
    (solar,) = solar_days(here, from_date(day), 1)
    twilight = twilights(
        here.latitude, here.longitude, np.int64(solar), elevation=here.elevation, when=when
    )
    return Evening(here, day, twilight)
