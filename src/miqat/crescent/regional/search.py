"""Whether any place of a region sees the Moon at an altitude and elongation at sunset.

`meets` searches one evening for the best or the first place. `meets_many` decides most of many
evenings from a few points and a bound for what is between them, and searches only the close ones.
Both take evenings as days of local mean solar time: those of one day begin at the date line, about
06:00 UT of that date, and go round westward until about 06:00 UT of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

import numpy as np

from miqat.constants import LUNATION_0
from miqat.crescent.regional.condition import Choice, Condition
from miqat.crescent.regional.moon_at_sunset import Frame, Sunset
from miqat.crescent.regional.regions import STEP, Region
from miqat.crescent.regional.regions import region as region_named
from miqat.crescent.regional.screening import is_smooth, screened, starts
from miqat.days import as_day, day_numbers
from miqat.degrees import latitudes
from miqat.errors import InvalidRule, UnknownName
from miqat.sky import lunations
from miqat.sky.day_path import DayPath
from miqat.sky.events import crossings
from miqat.sky.timescale import from_datetime64, to_datetime64

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from miqat._typing import Bools, Int64s
    from miqat.days import CivilDay


#: Gisborne in New Zealand, latitude and longitude: the calendar of 2016 waits for its dawn.
GISBORNE = (-38.66, 178.02)


@dataclass(frozen=True, slots=True)
class RegionalResult:
    """Whether a region meets a condition on an evening, and its best (or first) place.

    Degrees; `sunset` in UTC. `margin` is the smaller excess of altitude and elongation over the
    condition, negative where it is not met. Where no place of the region has a sunset in the time
    allowed, `reason` says so, the numbers are NaN and `sunset` is NaT.
    """

    met: bool
    latitude: float
    longitude: float
    sunset: np.datetime64
    altitude: float
    elongation: float
    margin: float
    reason: str = ""


class RegionalResults(NamedTuple):
    """Whether each evening meets the condition, and whether that took a search."""

    met: Bools
    searched: Bools


def dawn(
    on: ArrayLike,
    latitude: float = GISBORNE[0],
    longitude: float = GISBORNE[1],
    altitude: float = -18.0,
) -> NDArray[np.datetime64]:
    """Return when the Sun rises to an altitude on days of local mean solar time, UTC.

    Degrees, and day numbers or `datetime64[D]`. The dawn that ends the evening of a day is
    that of the day after. NaT where the Sun does not reach it.
    """
    path = DayPath.of("sun", longitude, on)
    return crossings(path, latitudes(latitude), altitude, rising=True).instants


def meets(
    region: str | Region,
    date: CivilDay | int,
    *,
    altitude: float,
    elongation: float,
    before: float | np.datetime64 | None = 24.0,
    geocentric: bool = True,
    sunset: Sunset = "upper limb",
    choose: Choice = "best",
    step: float = STEP,
) -> RegionalResult:
    """Return whether any place of the region meets a condition at sunset, and where.

    The Moon's airless altitude and its elongation from the Sun are to be at least so many degrees
    at a sunset after conjunction and `before` an hour UT of the date, or an instant, or at any
    (None). The place is the one with the greatest margin, or the first in time to meet it (if none
    does, the best). Of places that tie, any: where only geocentric elongation decides, all places
    with sunset at one instant tie. The search starts from a grid of `step` degrees and the region's
    corners; the margin is good to 0.00001 degree for any step. Raises `InvalidRule` or
    `UnknownName` for a bad condition, `OutOfRange` outside the ephemeris.
    """
    if choose not in get_args(Choice):
        raise UnknownName.among("choice", choose, get_args(Choice))
    if not 0.1 <= step <= 5.0:
        raise InvalidRule(f"a grid has steps of 0.1 to 5 degrees, not {step:g}")
    here = region_named(region)
    day = np.array([as_day(date)])
    frame = Frame(geocentric, sunset)
    question = _question(here, day, altitude, elongation, before, frame)
    begin = starts(question, step, choose)
    evening = np.zeros(len(begin.longitude), np.int64)
    east, north, margin = question.close_in(evening, *begin, step, choose=choose)
    moon = frame.moon(east, north, day)
    order = margin
    if choose == "first" and (margin >= 0.0).any():
        order = np.where(margin >= 0.0, -moon.sunset, -np.inf)
    best = int(np.argmax(order)) if len(margin) else -1
    if best < 0 or margin[best] == -np.inf:
        nan, never = float("nan"), np.datetime64("NaT", "us")
        reason = f"no sunset of {here.name} falls after conjunction and in the time allowed"
        return RegionalResult(False, nan, nan, never, nan, nan, nan, reason)
    return RegionalResult(
        bool(margin[best] >= 0.0),
        float(north[best]),
        float(east[best]),
        to_datetime64(moon.sunset)[best],
        float(moon.altitude[best]),
        float(moon.elongation[best]),
        float(margin[best]),
    )


def meets_many(
    region: str | Region,
    dates: ArrayLike,
    *,
    altitude: float,
    elongation: float,
    before: float | NDArray[np.datetime64] | None = 24.0,
    geocentric: bool = True,
    sunset: Sunset = "upper limb",
) -> RegionalResults:
    """Return on which of many evenings any place of the region meets a condition at sunset.

    As `meets`, for day numbers or `datetime64[D]` of shape (n,), and an instant for each if
    `before` is not one hour for all. Fast for a region within 60 degrees of the equator: there a
    few points and a bound decide, and only close evenings are searched. Another region is searched
    every evening.
    """
    here = region_named(region)
    days = np.atleast_1d(day_numbers(dates))
    frame = Frame(geocentric, sunset)
    question = _question(here, days, altitude, elongation, before, frame)
    if len(days) == 0:
        return RegionalResults(np.zeros(0, bool), np.zeros(0, bool))
    if is_smooth(here):
        return RegionalResults(*screened(question))
    met = [_searched(question, evening) for evening in range(len(days))]
    return RegionalResults(np.array(met), np.ones(len(days), bool))


def _searched(question: Condition, evening: int) -> bool:
    one = question.of_evenings(np.array([evening]))
    begin = starts(one, STEP)
    evenings = np.zeros(len(begin.longitude), np.int64)
    return bool((one.close_in(evenings, *begin, STEP)[2] >= 0.0).any())


def _question(
    region: Region,
    days: Int64s,
    altitude: float,
    elongation: float,
    before: float | NDArray[np.datetime64] | np.datetime64 | None,
    frame: Frame,
) -> Condition:
    if not (-90.0 <= altitude <= 90.0 and 0.0 <= elongation <= 180.0):
        raise InvalidRule(
            f"an altitude is -90 to 90 and an elongation 0 to 180 degrees, "
            f"not {altitude:g} and {elongation:g}"
        )
    if before is None:
        closes = np.full(days.shape, np.inf)
    elif isinstance(before, (int, float)):
        closes = days + before / 24.0
    else:
        closes = np.broadcast_to(from_datetime64(before), days.shape)
    lunation, inverse = np.unique(
        np.round((days + 0.75 - LUNATION_0) / lunations.SYNODIC_MONTH).astype(np.int64),
        return_inverse=True,
    )
    opens = from_datetime64(lunations.conjunction(lunation))[inverse]
    return Condition(region, days, opens, closes, altitude, elongation, frame)
