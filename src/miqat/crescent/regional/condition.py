"""A condition on the Moon at sunset in a region, evening by evening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from miqat.crescent.regional.moon_at_sunset import MoonAtSunset

if TYPE_CHECKING:
    from miqat._typing import Floats, Int64s
    from miqat.crescent.regional.moon_at_sunset import Frame
    from miqat.crescent.regional.regions import Region


Choice = Literal["best", "first"]

# Greatest change from place to place. By longitude what the Moon moves in the four minutes of a
# degree; by latitude the tilt of the sky, and what it moves while sunset shifts; the parallax where
# it counts, 0.95 degree a radian.
_PER_HOUR = 0.66
_PER_LONGITUDE = _PER_HOUR / 15.0 + 0.001
_PARALLAX = 0.017
_OBLIQUITY = np.radians(23.5)

_ACROSS = 9  # points each way of the lattice that closes in
_SHRINK = 0.3
_LAST_WIDTH = 1e-5  # degrees
_BEFORE_ALL = 1000.0
_MARGIN, _SCORE = 3, 4  # columns, after those of a MoonAtSunset


@dataclass(frozen=True, eq=False)
class Condition:
    """Altitude and elongation of at least so many degrees at a sunset from `opens` to `closes`.

    `days`, `opens` and `closes` (UTC, days since 1970) are of shape (evenings,).
    """

    region: Region
    days: Int64s
    opens: Floats
    closes: Floats
    altitude: float
    elongation: float
    frame: Frame

    def of_evenings(self, evenings: Int64s) -> Condition:
        """Return the condition for some of the evenings."""
        return replace(
            self,
            days=self.days[evenings],
            opens=self.opens[evenings],
            closes=self.closes[evenings],
        )

    def margin(self, moon: MoonAtSunset, evening: Int64s, care: float = 0.0) -> Floats:
        """Return by how much the condition is met, -inf where sunset is not in time.

        `evening`, indices of evenings, broadcasts with the Moon; `care` is a margin in days at
        either end of the time.
        """
        margin = np.minimum(moon.altitude - self.altitude, moon.elongation - self.elongation)
        in_time = moon.sunset >= self.opens[evening] + care
        in_time &= moon.sunset < self.closes[evening] - care
        return np.where(in_time & ~np.isnan(margin), margin, -np.inf)

    def bound(
        self, moon: MoonAtSunset, evening: Int64s, latitude: Floats, rise: Floats, reach: Floats
    ) -> Floats:
        """Return an upper bound of the margin within `rise` of latitude and `reach` of longitude.

        Valid within 60 degrees of the equator.
        """
        hours = self._hours_per_latitude(np.minimum(np.abs(latitude) + rise, 60.0))
        parallax = 0.0 if self.frame.geocentric else _PARALLAX
        moved = (_PER_HOUR * hours + parallax) * rise + (_PER_LONGITUDE + parallax) * reach
        tilted = np.radians(moon.elongation + 1.0 + moved) * rise
        margin = np.minimum(
            moon.altitude + moved + tilted - self.altitude,
            moon.elongation + moved - self.elongation,
        )
        slack = (hours * rise + reach / 15.0) / 24.0
        late = moon.sunset - slack > self.closes[evening]
        early = moon.sunset + slack < self.opens[evening]
        return np.where(late | early, -np.inf, margin)

    @staticmethod
    def _hours_per_latitude(latitude: Floats) -> Floats:
        """Return how much sunset shifts by a degree of latitude at a solstice, hours."""
        phi = np.radians(latitude)
        cosine = np.tan(phi) * np.tan(_OBLIQUITY)
        turn = np.tan(_OBLIQUITY) / np.cos(phi) ** 2 / np.sqrt(1.0 - cosine**2)
        return np.asarray(turn / 15.0)

    def close_in(
        self,
        evening: Int64s,
        longitude: Floats,
        latitude: Floats,
        width: float,
        *,
        choose: Choice = "best",
        until_decided: bool = False,
    ) -> tuple[Floats, Floats, Floats]:
        """Search from places of the region for the best or first place near each.

        Returns longitudes, latitudes and margins. A lattice reaches `width` degrees each way, and
        shrinks about its best place inside the region. If only the decision is needed, an evening
        ends as soon as one of its places meets the condition, and a place as soon as nothing near
        it can.
        """
        place = np.stack([longitude, latitude], axis=1)
        moon, margin, score = self._looked(evening, place[:, np.newaxis], choose)
        best = np.concatenate([*moon, margin, score], axis=1)
        line = np.linspace(-1.0, 1.0, _ACROSS)
        lattice = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
        live = np.arange(len(evening))
        while width > _LAST_WIDTH:
            if until_decided:
                live = self._undecided(live, evening, place, best, width)
            if len(live) == 0:
                break
            near = place[live][:, np.newaxis] + width * lattice
            near[..., 0] = np.clip(near[..., 0], -180.0, 180.0)
            near[..., 1] = np.clip(near[..., 1], self.region.south, self.region.north)
            moon, margin, score = self._looked(evening[live], near, choose)
            better = score > best[live, _SCORE, np.newaxis]
            better[better] = self.region.contains(near[better][:, 1], near[better][:, 0])
            column = np.argmax(np.where(better, score, -np.inf), axis=1)
            rows = np.arange(len(live))
            won = better[rows, column]
            found = np.stack([values[rows, column] for values in (*moon, margin, score)], axis=1)
            place[live[won]], best[live[won]] = near[rows, column][won], found[won]
            width *= _SHRINK
        return place[:, 0], place[:, 1], best[:, _MARGIN]

    def _looked(
        self, evening: Int64s, place: Floats, choose: Choice
    ) -> tuple[MoonAtSunset, Floats, Floats]:
        """Return the Moon, margins and scores of places (n, m, 2) on evenings (n,)."""
        across = evening[:, np.newaxis]
        moon = self.frame.moon(place[..., 0], place[..., 1], self.days[across])
        return moon, *self.score(moon, across, choose)

    def score(self, moon: MoonAtSunset, evening: Int64s, choose: Choice) -> tuple[Floats, Floats]:
        """Return margins and what to maximise: the margins, or how early they are met."""
        margin = self.margin(moon, evening)
        if choose == "best":
            return margin, margin
        early = _BEFORE_ALL - (moon.sunset - self.days[evening])
        return margin, np.where(margin >= 0.0, early, margin)

    def _undecided(
        self, live: Int64s, evening: Int64s, place: Floats, best: Floats, width: float
    ) -> Int64s:
        """Return the live places whose evening is not yet met and may be within a width."""
        met = np.unique(evening[best[:, _MARGIN] >= 0.0])
        live = live[~np.isin(evening[live], met)]
        moon = MoonAtSunset(*best[live, :_MARGIN].T)
        around = np.full(len(live), width)
        bound = self.bound(moon, evening[live], place[live, 1], around, around)
        return live[bound >= 0.0]
