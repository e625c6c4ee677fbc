"""A method fitted from nothing: the Sun's epoch, angles, intervals, horizon, shadow, rounding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from miqat.prayer.matching.coordinate_search import finest
from miqat.prayer.matching.residuals import (
    PublishedMinutes,
    fits,
    most_satisfied,
    plain,
    residuals,
    rounded,
)
from miqat.prayer.methods.model import Asr, Horizon, Method, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat._typing import Floats
    from miqat.places import Place
    from miqat.prayer.methods.model import Epoch


_EPOCHS: tuple[Epoch, ...] = ("event", "local noon", 0.0)
_ANGLES = {
    "fajr": (18.0, 15.0, 19.5, 20.0, 12.0, 19.0, 18.5, 17.7, 17.5, 17.0, 16.0, 14.0, 13.0),
    "isha": (18.0, 17.0, 15.0, 17.5, 18.5, 12.0, 14.0, 16.0, 13.0, 19.0, 20.0),
}
_HORIZONS = (5.0 / 6.0, 1.0, *np.arange(0.6, 3.01, 0.04).round(2).tolist())
_INTERVALS = {"isha": "maghrib", "fajr": "sunrise"}
_STEADY = 0.98
_WORTH_IT = 0.015  # what a less usual value has to gain in share to be taken
_NEITHER = 18.0
_HALVES = np.array([-0.5, 0.0, 0.5, 1.0])


def fit_from_scratch(
    sheet: PublishedMinutes, place: Place, radius: float
) -> tuple[Method, float, float]:
    """Return a method, a latitude and a longitude that reproduce a sheet."""
    best: tuple[float, Method, float, float] | None = None
    for epoch in _EPOCHS:
        fit = _Fit(sheet, place, epoch)
        for span in (radius, radius / 6.0):
            fit.angles()
            fit.move(span)
        fit.shadow()
        fit.horizon()
        fit.angles()
        fit.move(radius / 20.0)
        share, method = fit.finish()
        if best is None or share > best[0]:
            best = share, method, fit.latitude, fit.longitude
    assert best is not None
    return best[1:]


class _Fit:
    """One epoch of the Sun: a method and coordinates that get better by steps."""

    def __init__(self, sheet: PublishedMinutes, place: Place, epoch: Epoch) -> None:
        self.sheet = sheet
        self.latitude, self.longitude = place.latitude, place.longitude
        self.elevation = place.elevation
        bare = Moment(rounding="none")
        self.method = Method(
            id="fitted",
            title=f"Fitted for {place}",
            source="A published timetable, by miqat match",
            fajr=replace(bare, angle=_NEITHER),
            isha=replace(bare, angle=_NEITHER),
            sunrise=bare,
            dhuhr=bare,
            asr=bare,
            maghrib=bare,
            epoch=epoch,
            parallax=epoch == "event",
        )
        for name, of in _INTERVALS.items():
            self._interval(name, of)

    def _interval(self, name: str, of: str) -> None:
        """Take a time for an interval where it is published so many minutes after another."""
        published = self.sheet.instants
        if name not in published or of not in published:
            return
        minutes = np.rint((published[name] - published[of]) * 1440.0)
        minutes = minutes[~np.isnan(minutes)]
        if minutes.size and (minutes == np.median(minutes)).mean() >= _STEADY:
            moment = Moment(of=of, after=float(np.median(minutes)), rounding="none")
            self.method = self.method.with_moments(((name, moment),))

    def _less(self, method: Method, names: Iterable[str]) -> dict[str, Floats]:
        wanted = [name for name in names if name in self.sheet.instants]
        at = np.array([self.latitude]), np.array([self.longitude])
        found = residuals(method, self.sheet, *at, self.elevation, wanted)
        return {name: less[0] for name, less in found.items()}

    def angles(self) -> None:
        """Choose the angles of fajr and isha."""
        for name, usual in _ANGLES.items():
            moment = self.method.moment(name)
            if moment.of is None and name in self.sheet.instants:
                self._choose(
                    [
                        self.method.with_moments(((name, replace(moment, angle=angle)),))
                        for angle in (*usual, *np.arange(12.0, 21.0, 0.1).round(1).tolist())
                    ],
                    (name,),
                )

    def shadow(self) -> None:
        """Choose the shadow of asr, and where its noon is taken."""
        rules = [Asr(1.0), Asr(2.0), Asr(1.0, 0.0), Asr(2.0, 0.0)]
        self._choose([replace(self.method, shadow=rule) for rule in rules], ("asr",))

    def horizon(self) -> None:
        """Choose the altitude of the horizon."""
        names = [name for name in ("sunrise", "maghrib") if name in self.sheet.instants]
        trials = [replace(self.method, horizon=Horizon(-angle)) for angle in _HORIZONS]
        self._choose(trials, names)

    def _choose(self, trials: list[Method], names: Iterable[str]) -> None:
        """Take the first of the trials, or a later one that is enough better."""
        best = -1.0
        for method in trials:
            less = self._less(method, names)
            if not less:
                return
            share = float(np.mean([_usual_share(values) for values in less.values()]))
            if share > best + (_WORTH_IT if best >= 0.0 else 0.0):
                best, self.method = share, method

    def move(self, radius: float) -> None:
        """Seek the coordinates at which whole and half minutes keep the most."""
        less = self._less(self.method, self.sheet.instants)
        # Only whole and half minutes tell a longitude from minutes added to every time.
        trial = {
            name: np.floor(most_satisfied(values).b * 2.0) / 2.0 + _HALVES
            for name, values in less.items()
        }

        def score(latitude: Floats, longitude: Floats) -> Floats:
            found = residuals(self.method, self.sheet, latitude, longitude, self.elevation)
            of_each = [
                np.max([fits(values, b) for b in trial[name]], axis=0)
                for name, values in found.items()
            ]
            return np.asarray(np.nanmean(of_each, axis=0))

        self.latitude, self.longitude = finest(score, self.latitude, self.longitude, radius)

    def finish(self) -> tuple[float, Method]:
        """Round each time by its b, and return the share that is matched and the method."""
        less = self._less(self.method, self.sheet.instants)
        found: dict[str, Moment] = {}
        # An interval has the minutes of what it is counted from: that comes first.
        for name in sorted(less, key=lambda name: self._moment(name).of is not None):
            if name != "asr_hanafi":
                moment, b = self._moment(name), plain(less[name])
                if moment.of in found:
                    b -= found[moment.of].add
                found[name] = rounded(moment, b, down=name == "sunrise")
        share = float(np.mean([fits(values, plain(values)) for values in less.values()]))
        return share, self.method.with_moments(tuple(found.items()))

    def _moment(self, name: str) -> Moment:
        return self.method.moment(name)


def _usual_share(less: Floats) -> float:
    """Return the share matched by the best b, of an independent time."""
    return most_satisfied(less).share
