"""Miqat and other libraries on the same events, held to Skyfield and DE440."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.sky.day_path import DayPath
from miqat.sky.events import Events, crossings, transits
from miqat.sky.horizon import SUNRISE_ALTITUDE
from miqat.sky.timescale import delta_t, from_datetime64, utc_to_tt
from tools.accuracy import peers, truth
from tools.accuracy.events import asr_altitude
from tools.accuracy.page import CASES, rms, table, worst

if TYPE_CHECKING:
    from tools.accuracy.truth import Floats

SEED = 1448
FIRST, LAST = days.from_gregorian(2000, 1, 1), days.from_gregorian(2051, 1, 1)
HIGHEST_LATITUDE = 60.0
SECONDS_PER_DAY = 86400.0

TEXT = """
## Compared with other libraries

{cases:,} places drawn at random with |latitude| ≤ {latitude:g}° and as many days of 2000–2050
(seed {seed}): 18° and 17° of twilight, sunrise and sunset at −50′, transit, and asr of once the
height. rms / worst in seconds from the instant that Skyfield and DE440 have, before any
rounding to the minute. Cases in which the event does not occur are left out, and for a peer
those to which it gives no answer; twilights that graze, where an arcsecond takes long, are in.

The definitions are the peers' own: pvlib and praytime have sunrise and sunset at −0.833°, astral by
another refraction; pvlib is given a ΔT of 69.2 s. A peer is asked for the local solar date and
compared with the nearest instant of its hour and minute. pvlib, adhanpy and some others use the Sun
of the wrong day for an event on a neighbouring UTC date; their worst cases come from that.
Peers take UTC for UT1, as if leap seconds went on; Miqat's UTC of years to come keeps
today's, and by 2050 the two differ by {apart:.1f} s, which is taken off here: all are held in UT1.

{table}{missing}"""


def report() -> str:
    """Return the part of the page."""
    rng = np.random.default_rng(SEED)
    latitude = rng.uniform(-HIGHEST_LATITUDE, HIGHEST_LATITUDE, CASES)
    longitude = rng.uniform(-180.0, 180.0, CASES)
    day = rng.integers(FIRST, LAST, CASES)
    cases = peers.Cases(latitude, longitude, [days.to_date(int(number)) for number in day])
    path = DayPath.of("sun", longitude, day)
    truths, ours = {}, {}
    for event, found in _ours(path, latitude).items():
        missing = np.isnat(found.instants)
        filled = np.where(missing, np.datetime64("2000", "us"), found.instants)
        tt = np.where(missing, np.nan, utc_to_tt(from_datetime64(filled)))
        late = _seconds_late(event, tt, cases)
        ours[event] = late
        truths[event] = _ut1(tt) - late / SECONDS_PER_DAY
    rows = [["Miqat", *(_cell(ours[event], 3) for event in peers.EVENTS)]]
    here, absent = peers.installed()
    for name, ask in here.items():
        answers = ask(cases)
        rows.append([name, *(_their_cell(answers, event, truths) for event in peers.EVENTS)])
    words = f"\nNot installed, so not compared: {', '.join(absent)}.\n" if absent else ""
    return TEXT.format(
        cases=CASES,
        latitude=HIGHEST_LATITUDE,
        seed=SEED,
        apart=_leap_policy(),
        table=table(["", *peers.EVENTS], rows),
        missing=words,
    )


def _ours(path: DayPath, latitude: Floats) -> dict[str, Events]:
    def crossing(altitude: Floats | float, *, rising: bool) -> Events:
        return crossings(path, latitude, altitude, rising=rising)

    return {
        "fajr": crossing(-18.0, rising=True),
        "sunrise": crossing(SUNRISE_ALTITUDE, rising=True),
        "dhuhr": transits(path),
        "asr": crossing(asr_altitude(latitude, path), rising=False),
        "maghrib": crossing(SUNRISE_ALTITUDE, rising=False),
        "isha": crossing(-17.0, rising=False),
    }


def _seconds_late(event: str, tt: Floats, cases: peers.Cases) -> Floats:
    """Return by how much instants miss the event by Skyfield, NaN where there is none."""
    occurs = ~np.isnan(tt)
    at, where = tt[occurs], (cases.latitude[occurs], cases.longitude[occurs])
    if event == "dhuhr":
        miss = truth.hour_angle("sun", at, *where)
        later = truth.hour_angle("sun", at + 10.0 / SECONDS_PER_DAY, *where)
    else:
        wanted = _asr(at, where) if event == "asr" else _ALTITUDES[event]
        miss = truth.altitude("sun", at, *where) - wanted
        later = truth.altitude("sun", at + 10.0 / SECONDS_PER_DAY, *where) - wanted
    late = np.full(len(tt), np.nan)
    late[occurs] = 10.0 * miss / (later - miss)
    return late


_ALTITUDES = {
    "fajr": -18.0,
    "sunrise": SUNRISE_ALTITUDE,
    "maghrib": SUNRISE_ALTITUDE,
    "isha": -17.0,
}


def _asr(at: Floats, where: tuple[Floats, Floats]) -> Floats:
    """Return the altitude of asr from Skyfield's zenith distance at its own transit."""
    noon = at - truth.hour_angle("sun", at, *where) / 360.0
    noon -= truth.hour_angle("sun", noon, *where) / 360.0
    zenith = np.radians(90.0 - truth.altitude("sun", noon, *where))
    return np.asarray(np.degrees(np.arctan(1.0 / (1.0 + np.tan(zenith)))))


def _their_cell(answers: dict[str, Floats], event: str, truths: dict[str, Floats]) -> str:
    if event not in answers:
        return "–"
    clock = truths[event] % 1.0 * 24.0
    late = ((answers[event] - clock + 12.0) % 24.0 - 12.0) * 3600.0
    return _cell(late, 1)


def _ut1(tt: Floats) -> Floats:
    """Return UT1, days since 1970; NaN stays."""
    return np.asarray(tt - delta_t(tt) / SECONDS_PER_DAY)


def _leap_policy() -> float:
    """Return how far UT1 is from Miqat's UTC at the end of the span, seconds."""
    tt = float(utc_to_tt(float(LAST)))
    return abs(float(_ut1(np.asarray(tt)) - LAST) * SECONDS_PER_DAY)


def _cell(seconds: Floats, decimals: int) -> str:
    return f"{rms(seconds):.{decimals}f} / {worst(seconds):.{max(decimals - 1, 0)}f}"
