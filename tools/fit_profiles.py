"""Fit the stations of authorities to their published timetables: `python -m tools.fit_profiles`.

The methods are in data/methods. This finds the point for which an authority computes: latitude,
longitude, the horizons of sunrise and sunset where a station has some, and the points of zones
that have one timetable for several. Every other week is fitted on, with the same search as
`miqat match`, and the share of minutes hit on the weeks between is printed.

A row that was not fitted here stays as it is: one without a table in the reference data, and one
whose column `fitted` says "published" or "by hand". A year in that column is the year to fit on.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from miqat.prayer.matching.coordinate_search import finest
from miqat.prayer.matching.residuals import PublishedMinutes, b_of, fits, residuals
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.model import Horizon
from tools.accuracy.__main__ import reference_folder
from tools.published_sets import SETS, of_year, single

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from miqat.prayer.methods.model import Method
    from tools.published_sets import Published

    Floats = NDArray[np.float64]
    Points = list[tuple[float, float]]

STATIONS = Path(__file__).resolve().parents[1] / "src" / "miqat" / "data" / "stations"

COLUMNS = (
    "key", "name", "latitude", "longitude", "country", "timezone", "sunrise", "sunset", "points",
)  # fmt: skip

#: The year of JAKIM's tables that a zone is fitted on, unless its row names another.
YEAR_OF_ZONES = 2024
RADIUS = 0.3
LATE = ("fajr", "dhuhr", "asr", "maghrib", "isha")
ROUNDS = 4
WORTH_A_POINT = 0.02
#: From this share on, a zone is one point.
GOOD_ENOUGH = 0.97
HEADS = {
    "diyanet": ("TR", "Province centres of Diyanet, İslam İşleri: fitted to 2022-2024."),
    "jakim": ("MY", "Zones of JAKIM, many of them composites: fitted to 2022."),
    "habous": ("MA", "Cities of the Ministry of Habous of Morocco: fitted to 2020."),
    "sweden-if": ("SE", "Places of Islamiska Förbundet i Sverige: fitted to its yearly table."),
}
SINGLE = "One reference point, fitted to the table that docs/methods.md names."
# Of thirty days nothing can be fitted: the point is the one that stands beside the table.
TOO_SHORT = ("egypt", "dubai", "moscow")
COUNTRIES = {
    "kemenag": "ID", "london-unified": "GB", "egypt": "EG", "dubai": "AE", "moscow": "RU",
    "qatar": "QA", "muis": "SG", "brunei": "BN", "northern-iraq": "IQ",
}  # fmt: skip
TIMES = {
    "sweden-if": ("sunrise", "dhuhr", "asr", "maghrib"),
    "london-unified": ("sunrise", "dhuhr", "maghrib"),
}


@dataclass
class Fitted:
    """A station as it was found: points, horizons of its own, shares fitted and held out."""

    published: Published
    points: Points
    horizons: tuple[float, float] | None = None


def fit(authority: str, published: Published) -> tuple[Fitted, float]:
    """Return a station of an authority and its share on the weeks that were not fitted."""
    method = method_named(authority).at(f"{authority}:{published.key}")
    sheet = PublishedMinutes.of(published.table, published.start)
    fitting, held = sheet.weeks(0), sheet.weeks(1)
    names = TIMES.get(authority, tuple(sheet.instants))
    found = Fitted(published, [(published.start.latitude, published.start.longitude)])
    if authority == "habous":
        calm = [name for name in names if name not in ("sunrise", "maghrib")]
        found.points = [_one_point(method, fitting, found.points[0], calm)]
        found.horizons = _horizons(method, fitting, found)
    elif authority not in TOO_SHORT:
        found.points = [_one_point(method, fitting, found.points[0], names)]
    if authority == "jakim":
        _as_zone(method, fitting, found)
    return found, share(method, held, found, names)


def share(method: Method, sheet: PublishedMinutes, found: Fitted, names: Sequence[str]) -> float:
    """Return the mean share of minutes hit."""
    return float(np.mean([_kept(method, sheet, found, name) for name in names]))


def _kept(method: Method, sheet: PublishedMinutes, found: Fitted, name: str) -> float:
    less = _less(_there(method, found, name), sheet, found.points, name)
    return float(fits(_safest(less, name), b_of(method.moment(name))))


def _there(method: Method, found: Fitted, name: str) -> Method:
    """Return the method with a station's own horizon, for sunrise or maghrib."""
    if found.horizons is None or name not in ("sunrise", "maghrib"):
        return method
    return replace(method, horizon=Horizon(found.horizons[name == "maghrib"]))


def _less(method: Method, sheet: PublishedMinutes, points: Points, name: str) -> Floats:
    at = np.array(points)
    return residuals(method, sheet, at[:, 0], at[:, 1], names=[name])[name]


def _safest(less: Floats, name: str) -> Floats:
    """Return published less exact minutes of a zone: its earliest sunrise, its latest others."""
    return np.asarray(less.max(axis=0) if name == "sunrise" else less.min(axis=0))


def _one_point(
    method: Method, sheet: PublishedMinutes, start: tuple[float, float], names: Sequence[str]
) -> tuple[float, float]:
    def score(latitude: Floats, longitude: Floats) -> Floats:
        less = residuals(method, sheet, latitude, longitude, names=names)
        of_each = [fits(less[name], b_of(method.moment(name))) for name in names]
        return np.asarray(np.nanmean(of_each, axis=0))

    return finest(score, *start, RADIUS)


def _horizons(method: Method, sheet: PublishedMinutes, found: Fitted) -> tuple[float, float]:
    """Return the altitudes of sunrise and of sunset that keep the most."""
    chosen = []
    for name in ("sunrise", "maghrib"):
        angles = np.arange(0.7, 3.2, 0.01)
        shares = np.array(
            [
                fits(
                    _safest(
                        _less(replace(method, horizon=Horizon(-angle)), sheet, found.points, name),
                        name,
                    ),
                    b_of(method.moment(name)),
                )
                for angle in angles.tolist()
            ]
        )
        chosen.append(-float(angles[shares >= shares.max() - 0.003].mean()))
    return chosen[0], chosen[1]


def _as_zone(method: Method, sheet: PublishedMinutes, found: Fitted) -> None:
    """Give a zone that one point does not explain horizons of its own, or further points."""
    names = tuple(sheet.instants)
    late = [name for name in LATE if name in names]
    found.points = [_one_point(method, sheet, found.points[0], late)]
    before = share(method, sheet, found, names)
    if _kept(method, sheet, found, "maghrib") < 0.6 <= _kept(method, sheet, found, "isha"):
        calm = [name for name in late if name != "maghrib"]
        found.points = [_one_point(method, sheet, found.points[0], calm)]
        found.horizons = _horizons(method, sheet, found)
        return
    if before >= GOOD_ENOUGH:
        return
    alone = list(found.points)
    _late_pair(method, sheet, found, late)
    if (
        share(method, sheet, found, late)
        < share(method, sheet, replace(found, points=alone), late) + WORTH_A_POINT
    ):
        found.points = alone
    without = list(found.points)
    _early_pair(method, sheet, found)
    if (
        share(method, sheet, found, names)
        < max(before, share(method, sheet, replace(found, points=without), names))
        + WORTH_A_POINT / 4
    ):
        found.points = without


def _late_pair(method: Method, sheet: PublishedMinutes, found: Fitted, late: Sequence[str]) -> None:
    """Replace a point by two, to the north and to the south of it, whose later time holds."""
    (latitude, longitude) = found.points[0]
    pair = [(latitude + 0.15, longitude), (latitude - 0.15, longitude)]
    for number in range(ROUNDS):
        for moving in (0, 1):
            fixed = residuals(method, sheet, *_columns([pair[1 - moving]]), names=late)
            pair[moving] = _beside(method, sheet, pair[moving], fixed, late, RADIUS / (1 + number))
    found.points = pair


def _early_pair(method: Method, sheet: PublishedMinutes, found: Fitted) -> None:
    """Add points to the east, whose sunrise is the zone's."""
    latitude, longitude = np.mean(found.points, axis=0).tolist()
    fixed = residuals(method, sheet, *_columns(found.points), names=["sunrise"])
    fixed = {"sunrise": fixed["sunrise"].max(axis=0, keepdims=True)}
    first = _beside(method, sheet, (latitude, longitude + 0.5), fixed, ["sunrise"], 0.7)
    second = (first[0] - 0.2, first[1])
    for number in range(ROUNDS):
        one = residuals(method, sheet, *_columns([*found.points, first]), names=["sunrise"])
        held = {"sunrise": one["sunrise"].max(axis=0, keepdims=True)}
        second = _beside(method, sheet, second, held, ["sunrise"], RADIUS / (1 + number))
        two = residuals(method, sheet, *_columns([*found.points, second]), names=["sunrise"])
        held = {"sunrise": two["sunrise"].max(axis=0, keepdims=True)}
        first = _beside(method, sheet, first, held, ["sunrise"], RADIUS / (1 + number))
    found.points = [*found.points, first, second]


def _columns(points: Points) -> tuple[Floats, Floats]:
    at = np.array(points)
    return at[:, 0], at[:, 1]


def _beside(
    method: Method,
    sheet: PublishedMinutes,
    start: tuple[float, float],
    fixed: dict[str, Floats],
    names: Sequence[str],
    radius: float,
) -> tuple[float, float]:
    """Return where a point does best beside points that stay."""

    def score(latitude: Floats, longitude: Floats) -> Floats:
        less = residuals(method, sheet, latitude, longitude, names=names)
        of_each = []
        for name in names:
            both = np.maximum if name == "sunrise" else np.minimum
            of_each.append(fits(both(less[name], fixed[name]), b_of(method.moment(name))))
        return np.asarray(np.nanmean(of_each, axis=0))

    return finest(score, *start, radius)


def write(authority: str, found: list[Fitted]) -> None:
    """Write the table of an authority's stations; rows that were not fitted stay."""
    path = STATIONS / f"{authority}.csv"
    path.write_text(table_of(authority, found, _lines(path)), encoding="utf-8")


def table_of(authority: str, found: list[Fitted], before: Sequence[str]) -> str:
    """Return the table of an authority's stations, given the lines of the one before it."""
    country, head = HEADS.get(authority) or (COUNTRIES[authority], SINGLE)
    comments = [line for line in before if line.startswith("#")] or [
        f"# {head}",
        "# By `python -m tools.fit_profiles` from published minutes; the",
        "# third decimal of a degree means something, no authority states these figures.",
    ]
    rows = {row["key"]: row for row in _rows_of(before)}
    for station in found:
        key = station.published.key
        rows[key] = rows.get(key, {}) | _row(station, country)
    columns = list(COLUMNS)
    if any(row.get("fitted") for row in rows.values()):
        columns.append("fitted")
    text = io.StringIO()
    text.write("".join(f"{line}\n" for line in comments))
    table = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows.values())
    return text.getvalue()


def _row(station: Fitted, country: str) -> dict[str, str]:
    (latitude, longitude), *others = station.points
    horizons = [f"{h:.2f}" for h in station.horizons] if station.horizons else ["", ""]
    return {
        "key": station.published.key,
        "name": station.published.name,
        "latitude": f"{latitude:.4f}",
        "longitude": f"{longitude:.4f}",
        "country": country,
        "timezone": station.published.start.zone.key,
        "sunrise": horizons[0],
        "sunset": horizons[1],
        "points": " ".join(f"{lat:.3f}/{lon:.3f}" for lat, lon in others),
    }


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _rows_of(lines: Sequence[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def main(wanted: Sequence[str]) -> None:
    """Fit the stations of the authorities that are wanted, or of all.

    "jakim" is all of an authority's, "jakim:KDH" those whose keys begin so.
    """
    reference = reference_folder()
    if reference is None:
        sys.exit("no reference data: set MIQAT_REFERENCE")
    for authority, load in SETS.items():
        begins = _beginnings(authority, wanted)
        if not begins:
            continue
        found, shares = [], []
        rows = _rows_of(_lines(STATIONS / f"{authority}.csv"))
        known = {row["key"]: row.get("fitted", "") for row in rows}
        for published in load(reference):
            fitted = known.get(published.key, "")
            if not published.key.startswith(begins) or (fitted and not fitted.isdigit()):
                continue
            if authority == "jakim":
                table = of_year(published.table, int(fitted or YEAR_OF_ZONES))
                published = published._replace(table=table)
            station, held = fit(authority, published)
            print(authority, published.key, f"{100 * held:.2f}", station.points, flush=True)
            found.append(station)
            shares.append(held)
        if not found:
            continue
        print(f"{authority}: {100 * np.mean(shares):.2f} % of the weeks held out")
        write(authority, found)
    for authority, published in single(reference):
        if authority not in SETS and _beginnings(authority, wanted):
            station, held = fit(authority, published)
            print(authority, published.key, f"{100 * held:.2f}", station.points, flush=True)
            write(authority, [station])


def _beginnings(authority: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return with what the keys of an authority's wanted stations begin; nothing if none is."""
    if not wanted:
        return ("",)
    asked = [ask.partition(":") for ask in wanted]
    return tuple(key for name, _, key in asked if name == authority)


if __name__ == "__main__":
    main(sys.argv[1:])
