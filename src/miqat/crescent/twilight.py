"""The twilight of a crescent: sunset and moonset, or moonrise and sunrise, at places.

The evening crescent sets after the Sun; the morning crescent rises before it. Times are days since
local mean noon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from miqat.degrees import latitudes
from miqat.once import lazy
from miqat.sky.day_path import TURN, DayPath
from miqat.sky.events import Reason, crossing_times
from miqat.sky.horizon import HORIZON_REFRACTION, SUNRISE_ALTITUDE, Observer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from miqat._typing import Bools, Floats, Int8s


When = Literal["evening", "morning"]

#: The Moon's radius in equatorial radii of the Earth (Yallop 1997).
MOON_RADIUS = 0.27245

_STEPS = 2
_SETTLED = 5e-6  # days: the next step would be a sixteenth of it, or less
_NEAR = 0.52  # days: half a turn of the Moon
_SECANTS = 8
_MEAN_TURN = 6.07  # radians a day: the Moon's

_SINE_OF_REFRACTION, _COSINE_OF_REFRACTION = (
    float(of(np.radians(HORIZON_REFRACTION))) for of in (np.sin, np.cos)
)


@dataclass(frozen=True, eq=False)
class Twilight:
    """Sun and Moon about sunset (evening) or sunrise (morning) at places on days.

    `sunset` and `moonset` (in the morning: sunrise and moonrise) are days since local mean
    noon, NaN where `reason` or `moon_reason` is not `Reason.OCCURS`. The Sun crosses
    -50', the Moon's upper limb -34', both topocentric and airless.
    """

    when: When
    sun: DayPath
    moon: DayPath
    observer: Observer
    sunset: Floats
    moonset: Floats
    reason: Int8s
    moon_reason: Int8s

    @lazy
    def lag_days(self) -> Floats:
        """How long after the Sun the Moon sets (or before it rises), days; may be negative."""
        return self.sign * (self.moonset - self.sunset)

    @property
    def sign(self) -> float:
        """1 in the evening, -1 in the morning, when time runs toward the Sun."""
        return 1.0 if self.when == "evening" else -1.0

    def part_of_lag(self, part: float) -> Floats:
        """Return the instant at a part of the lag after sunset (before sunrise)."""
        return np.asarray(self.sunset + self.sign * part * self.lag_days)


def twilights(
    latitude: ArrayLike,
    longitude: ArrayLike,
    days: ArrayLike,
    *,
    elevation: ArrayLike = 0.0,
    when: When = "evening",
) -> Twilight:
    """Return the twilights of places on days of local mean solar time; all broadcast.

    Degrees, metres, and days as `datetime64`, dates or day numbers. Raises `OutOfRange` outside the
    ephemeris, `InvalidPlace` for a latitude or longitude out of bounds.
    """
    latitude = latitudes(latitude)
    sun, moon = (DayPath.of(body, longitude, days) for body in ("sun", "moon"))
    return twilights_on(sun, moon, latitude, elevation=elevation, when=when)


def twilights_on(
    sun: DayPath,
    moon: DayPath,
    latitude: ArrayLike,
    *,
    elevation: ArrayLike = 0.0,
    when: When = "evening",
) -> Twilight:
    """Return the same as `twilights` on given paths, one for many latitudes."""
    rising = when == "morning"
    sunset, reason = crossing_times(
        sun, latitude, SUNRISE_ALTITUDE, rising=rising, elevation=elevation
    )
    observer = Observer(latitude, elevation)
    sign = -1.0 if rising else 1.0
    moonset, settled = _moonset_near(moon, observer, sunset, sign)
    unsettled = ~settled & ~np.isnan(sunset)
    if unsettled.any():
        part = Observer(*(_cells(values, unsettled) for values in (latitude, elevation)))
        begin = np.where(np.isnan(moonset), sunset, moonset)[unsettled]
        found = _moonset_by_secants(moon.at(unsettled), part, begin, sign)
        far = np.abs(found - sunset[unsettled]) > _NEAR
        moonset[unsettled] = np.where(far, np.nan, found)
    lost = np.isnan(moonset) & ~np.isnan(sunset)
    moon_reason = np.where(np.isnan(moonset), Reason.STAYS_ABOVE, Reason.OCCURS).astype(np.int8)
    if lost.any():
        moonset, moon_reason = _searched(
            moon, latitude, elevation, lost, moonset, moon_reason, rising=rising
        )
    return Twilight(when, sun, moon, observer, sunset, moonset, reason, moon_reason)


def _moonset_near(
    moon: DayPath, observer: Observer, start: Floats, sign: float
) -> tuple[Floats, Bools]:
    """Return when the Moon's upper limb crosses the horizon, nearest to an instant.

    Newton steps from the hour angle of the Moon's declination at that instant, with the rate of
    both; also whether they converged, which they may not near the poles and half a day away. NaN
    without such an hour angle.
    """
    declination, parallax = moon.declination(start), moon.parallax(start)
    sine_d = np.sin(declination)
    cosine_d = np.sqrt(1.0 - sine_d * sine_d)
    # The geocentric altitude of the Moon's centre as its upper limb touches the horizon.
    sine = (1.0 - MOON_RADIUS) * parallax - _SINE_OF_REFRACTION
    circle = observer.cosine * cosine_d
    cosine = (sine - observer.sine * sine_d) / circle
    cosine = np.where(np.abs(cosine) < 1.0, cosine, np.nan)
    root = np.sqrt(1.0 - cosine * cosine)
    # The hour angle at which it would set moves with the declination's rate at noon.
    drift = (observer.sine - sine * sine_d) * moon.place.declination[1] * cosine_d
    drift = sign * drift / (circle * cosine_d * root)
    turn = sign * np.arccos(cosine) - moon.hour_angle(start)
    turn -= TURN * np.rint(turn / TURN)
    rate = moon.hour_angle_rate - drift
    t = start + turn / rate
    fall = -sign * circle * root * rate
    for _ in range(_STEPS):
        step = -_excess(moon, observer, t) / fall
        t = t + step
    return np.asarray(t), np.asarray(np.abs(step) < _SETTLED)


def _moonset_by_secants(moon: DayPath, observer: Observer, start: Floats, sign: float) -> Floats:
    """Return moonset where `_moonset_near` does not converge, from its last values, or NaN."""
    before, at_before = start, _excess(moon, observer, start)
    t = start + np.clip(sign * at_before / _MEAN_TURN, -0.2, 0.2)
    for _ in range(_SECANTS):
        at = _excess(moon, observer, t)
        gap = at - at_before
        step = np.where(gap == 0.0, 0.0, -at * (t - before) / np.where(gap == 0.0, 1.0, gap))
        step = np.clip(step, -0.1, 0.1)
        before, at_before = t, at
        t = t + step
    sets = sign * np.sin(moon.hour_angle(t)) > 0.0  # the other crossing is the Moon's rise
    return np.where((np.abs(step) < _SETTLED) & sets, t, np.nan)


def _excess(moon: DayPath, observer: Observer, t: Floats) -> Floats:
    """Return the height of the Moon's upper limb above the refracted horizon, as a sine.

    sin h - sin(-(r + s)), with the altitude h of the centre, the refraction r, and the
    semidiameter s, whose cosine is 1 - sin^2 s / 2 to 1e-10.
    """
    parallax = moon.parallax(t)
    sine, ratio = observer.sine_of_altitude(moon.hour_angle(t), moon.declination(t), parallax)
    limb = MOON_RADIUS * parallax / ratio
    below = _SINE_OF_REFRACTION * (1.0 - 0.5 * limb * limb) + _COSINE_OF_REFRACTION * limb
    return np.asarray(sine + below)


def _searched(
    moon: DayPath,
    latitude: ArrayLike,
    elevation: ArrayLike,
    lost: Bools,
    moonset: Floats,
    reason: Int8s,
    *,
    rising: bool,
) -> tuple[Floats, Int8s]:
    """Search the whole day for the moonsets that the secants did not find."""
    cells = moon.at(lost)
    where, high = (_cells(values, lost) for values in (latitude, elevation))
    found, why = crossing_times(
        cells, where, -HORIZON_REFRACTION, rising=rising, elevation=high, limb="upper"
    )
    moonset, reason = moonset.copy(), reason.copy()
    moonset[lost], reason[lost] = found, why
    return moonset, reason


def _cells(values: ArrayLike, cells: Bools) -> Floats:
    return np.asarray(np.broadcast_to(np.asarray(values, dtype=np.float64), cells.shape)[cells])
