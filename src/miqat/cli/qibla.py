"""`miqat qibla PLACE`: the direction of the Kaaba, by compass and by the sky."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json
from miqat.errors import OutOfRange
from miqat.places import Place, place
from miqat.qibla import (
    Alignment,
    Magnetic,
    Qibla,
    alignments,
    magnetic,
    sun_over_kaaba,
    toward_kaaba,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_POINTS = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
    "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
_SIDES = {
    "toward": "toward the qibla",
    "away": "opposite the qibla",
    "right": "a quarter turn right of the qibla",
    "left": "a quarter turn left of the qibla",
}
_RADIUS = 5  # of the drawn compass, in lines; a character is half as wide as it is high


class _Answer(NamedTuple):
    here: Place
    on: date
    qibla: Qibla
    great_circle: Qibla
    compass: Magnetic | str
    sun: list[Alignment]
    moon: list[Alignment]
    over_kaaba: list[tuple[datetime, float]]
    under_kaaba: list[tuple[datetime, float]]


def answer(where: str, on: str | None, *, as_json: bool) -> None:
    """Print the direction of the Kaaba from PLACE, and when Sun and Moon show it on a day."""
    here = place(where)
    day = formats.day(on) if on else datetime.now(here.zone).date()
    answer = _Answer(
        here,
        day,
        toward_kaaba(here),
        toward_kaaba(here, "great circle"),
        _compass(here, day),
        alignments(here, day, "sun"),
        alignments(here, day, "moon"),
        sun_over_kaaba(day.year),
        sun_over_kaaba(day.year, antipode=True),
    )
    if as_json:
        write_json(_as_json(answer))
        return
    write(f"{here.label}, {formats.civil(day)}", _sections(answer))
    if answer.qibla.azimuth is not None:
        click.echo("\n" + "\n".join(_drawn(answer.qibla.azimuth)))


def _compass(here: Place, on: date) -> Magnetic | str:
    try:
        return magnetic(here, on)
    except OutOfRange as error:
        return str(error)


def _sections(answer: _Answer) -> list[Section]:
    return [
        Section("Qibla", _direction_rows(answer)),
        Section("Shown by the Sun", _alignment_rows(answer, answer.sun)),
        Section("Shown by the Moon", _alignment_rows(answer, answer.moon)),
        Section(f"Everywhere in {answer.on.year}", _everywhere_rows(answer)),
    ]


def _direction_rows(answer: _Answer) -> list[tuple[str, str]]:
    azimuth = answer.qibla.azimuth
    distance = ("distance", f"{answer.qibla.distance:,.0f} km")
    if azimuth is None:
        return [("direction", answer.qibla.note), distance]
    rows = [
        ("direction", f"{azimuth:.2f}° from true north, clockwise ({_point(azimuth)})"),
        distance,
    ]
    circle = answer.great_circle.azimuth
    if circle is not None:
        turn = (circle - azimuth + 180.0) % 360.0 - 180.0
        rows.append(("great circle", f"{circle:.2f}°, on a sphere: {turn * 60:+.1f}' off"))
    if isinstance(answer.compass, str):
        rows.append(("by compass", answer.compass))
    else:
        rows.append(("by compass", _compass_words(answer.compass)))
    return rows


def _compass_words(compass: Magnetic) -> str:
    side = "east" if compass.declination >= 0 else "west"
    return (
        f"{compass.bearing:.1f}°; the needle points {abs(compass.declination):.1f}° {side} of "
        f"north, ± {compass.uncertainty:.1f}° ({compass.model})"
    )


def _alignment_rows(answer: _Answer, found: Sequence[Alignment]) -> list[tuple[str, str]]:
    rows = []
    for one in found:
        nearest = (one.at + timedelta(seconds=30)).astimezone(answer.here.zone)
        rows.append((formats.clock(nearest, answer.on), _alignment_words(one)))
    return rows


def _alignment_words(alignment: Alignment) -> str:
    height = f"{alignment.altitude:.0f}° high"
    return f"{_SIDES[alignment.side]}, {height}; shadows fall to {alignment.shadow:.1f}°"


def _everywhere_rows(answer: _Answer) -> list[tuple[str, str]]:
    over = [(at, "Sun over the Kaaba: shadows fall away from it") for at, _ in answer.over_kaaba]
    under = [(at, "Sun over its antipode: shadows fall toward it") for at, _ in answer.under_kaaba]
    rows = []
    for at, words in sorted(over + under):
        local = (at + timedelta(seconds=0.5)).astimezone(answer.here.zone)
        rows.append((f"{formats.short(local.date())} {local:%H:%M:%S}", words))
    return rows


def _point(azimuth: float) -> str:
    return _POINTS[round(azimuth / 22.5) % 16]


def _drawn(azimuth: float) -> list[str]:
    """Return the lines of a compass rose with the needle on the qibla."""
    width = 4 * _RADIUS + 1
    grid = [[" "] * width for _ in range(2 * _RADIUS + 1)]

    def put(angle: float, radius: float, mark: str) -> None:
        # Cosines to nine places, so that halves round alike on both sides.
        row = round(_RADIUS - radius * round(cos(radians(angle)), 9))
        column = round(2 * (_RADIUS + radius * round(sin(radians(angle)), 9)))
        grid[row][column] = mark

    for angle in range(0, 360, 15):
        put(angle, _RADIUS, ".")
    for angle, letter in ((0, "N"), (90, "E"), (180, "S"), (270, "W")):
        put(angle, _RADIUS, letter)
    for step in range(2, 2 * _RADIUS - 2):
        put(azimuth, step / 2, "*")
    put(azimuth, _RADIUS - 1, "K")  # inside the letters
    put(0, 0, "+")
    return [("  " + "".join(line)).rstrip() for line in grid]


def _as_json(answer: _Answer) -> dict[str, Any]:
    compass = answer.compass
    return {
        "place": answer.here.to_dict(),
        "date": answer.on.isoformat(),
        **answer.qibla.to_dict(),
        "great_circle_azimuth": answer.great_circle.to_dict()["azimuth"],
        "magnetic": None if isinstance(compass, str) else compass.to_dict(),
        "magnetic_note": compass if isinstance(compass, str) else "",
        "sun": [alignment.to_dict() for alignment in answer.sun],
        "moon": [alignment.to_dict() for alignment in answer.moon],
        "sun_over_kaaba": [_nearest_second(at) for at, _ in answer.over_kaaba],
        "sun_over_antipode": [_nearest_second(at) for at, _ in answer.under_kaaba],
    }


def _nearest_second(at: datetime) -> str:
    return (at + timedelta(seconds=0.5)).isoformat(timespec="seconds")
