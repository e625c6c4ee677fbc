"""Default times by a city's name against printed minutes: `python -m tools.accuracy.defaults`.

`--every 7` takes every seventh day of each table. Peers are run with the nearest preset that each
has, on the same days at the gazetteer's coordinates.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from miqat.errors import MiqatError
from miqat.places import Place, place
from miqat.prayer import times
from miqat.prayer.matching.residuals import PublishedMinutes
from miqat.prayer.published.reader import PublishedTable, read
from tools.accuracy import presets
from tools.accuracy.page import table
from tools.published_sets import EVENTS, official, on_its_clock, single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tools.accuracy.presets import Preset

    Floats = NDArray[np.float64]

#: Presets of adhan-js, Aladhan and praytime; None where one has no nearer one than the League's.
Presets = tuple[str | None, str | None, str | None]

#: What Diyanet's mosques print in the Netherlands: hissa.nl, through
#: github.com/dedienaar/gebedstijden-ics.
ROTTERDAM = Path(__file__).parents[2] / "tests" / "fixtures" / "rotterdam_2026.csv"

MINUTES = 1440.0
EVERY = 5

#: Towns and the zones of JAKIM in which they are, as e-Solat lists them.
ZONES = {
    "Kuala Lumpur": "WLY01", "Shah Alam": "SGR01", "Klang": "SGR03", "Johor Bahru": "JHR02",
    "George Town, MY": "PNG01", "Ipoh": "PRK02", "Alor Setar": "KDH01", "Kota Bharu": "KTN01",
    "Kuala Terengganu": "TRG01", "Kuantan": "PHG02", "Seremban": "NGS03", "Malacca": "MLK01",
    "Kangar": "PLS01", "Kuching": "SWK08", "Miri": "SWK02", "Sibu": "SWK04", "Bintulu": "SWK03",
    "Kota Kinabalu": "SBH07", "Sandakan": "SBH01", "Tawau": "SBH04",
}  # fmt: skip


TEXT = """
## Default times by a city's name

What `miqat times CITY` prints, on every {every}th day of printed tables; per cent. "Fitted on" says
what of a set the recipe or the coordinates were fitted on. The mean is Miqat's minutes less the
printed ones: below zero Miqat is early. The last columns are the exact shares of other programs
with the preset that each has for the country, or else the Muslim World League's.

"""


class PrintedSet(NamedTuple):
    """A set of printed minutes by the name of a place, and what of it was fitted."""

    title: str
    fitted: str
    peers: Presets
    tables: list[tuple[str | Place, PublishedTable]]


class Scored(NamedTuple):
    """Computed less printed minutes: NaN where nothing is printed, infinity for no time."""

    off: Floats

    @property
    def exact(self) -> float:
        """The share that is exact."""
        return self.within(0.5)

    def within(self, minutes: float) -> float:
        """Return the share that is within so many minutes."""
        printed = self.off[~np.isnan(self.off)]
        return float((np.abs(printed) < minutes).mean())

    @property
    def mean(self) -> float:
        """The mean difference of the times that there are."""
        return float(self.off[np.isfinite(self.off)].mean())


def sets(reference: Path, every: int = EVERY) -> Iterator[PrintedSet]:
    """Yield the sets of printed minutes, every so many days of each."""
    folder = reference / "timetables"
    for country, title, peers in (
        ("IR", "Iran", ("Tehran", "TEHRAN", "Tehran")),
        ("ID", "Indonesia", ("Singapore", "KEMENAG", "Singapore")),
        ("EG", "Egypt", ("Egyptian", "EGYPT", "Egypt")),
        ("SA", "Saudi Arabia", ("UmmAlQura", "MAKKAH", "Makkah")),
        ("JO", "Jordan", (None, "JORDAN", None)),
        ("UZ", "Uzbekistan", ("MuslimWorldLeague", "MWL", "MWL")),
    ):
        yield PrintedSet(f"{title}, newspapers", "not", peers, list(_news(folder, country)))
    turkey = ("Turkey", "TURKEY", None)
    yield PrintedSet(
        "Sweden 2024", "2026, coordinates", turkey, _official(reference, "sweden-2024", every, "SE")
    )
    yield PrintedSet("Rotterdam 2026, 38 days", "not", turkey, [("Rotterdam", read(ROTTERDAM))])
    yield PrintedSet(
        "Türkiye, 20 provinces",
        "see stations",
        turkey,
        _official(reference, "diyanet-provinces", every, "TR"),
    )
    centres = _official(reference, "diyanet-provinces", every, "TR")
    yield PrintedSet(
        "Türkiye, the same by coordinates",
        "not",
        turkey,
        [(_coordinates(city), sheet) for city, sheet in centres],
    )
    malaysia = {one.key: one.table for one in official(reference, "jakim-true-years")}
    years = {zone: _of_years(malaysia[zone], (2022, 2024, 2026)) for zone in set(ZONES.values())}
    yield PrintedSet(
        "Malaysia, 20 cities, 2022, 2024, 2026",
        "points on 2022, 2024 or 2026",
        ("Singapore", "JAKIM", "Malaysia"),
        [(city, _thinned(years[zone], every)) for city, zone in ZONES.items()],
    )
    yield PrintedSet(
        "Morocco, 4 cities",
        "even weeks",
        (None, "MOROCCO", None),
        _official(reference, "morocco-8", every, "MA"),
    )
    one = dict(single(reference))
    alone: tuple[tuple[str, str, str, str, Presets], ...] = (
        (
            "muis",
            "Singapore 2011-2025",
            "hour of the Sun by year",
            "Singapore",
            ("Singapore", "SINGAPORE", "Singapore"),
        ),
        ("kemenag", "Jakarta 2026", "even weeks", "Jakarta", ("Singapore", "KEMENAG", "Singapore")),
        ("london-unified", "London 2026", "all", "London", ("MoonsightingCommittee", "LUT", None)),
        ("moscow", "Moscow, 31 days", "all", "Moscow", (None, "RUSSIA", "Russia")),
        ("egypt", "Cairo, 30 days", "all", "Cairo", ("Egyptian", "EGYPT", "Egypt")),
        ("dubai", "Dubai, 30 days", "all", "Dubai", ("Dubai", "DUBAI", None)),
        ("qatar", "Doha", "even weeks", "Doha", ("Qatar", "QATAR", None)),
        (
            "brunei",
            "Brunei 2020-21",
            "all",
            "Bandar Seri Begawan",
            ("Singapore", "SINGAPORE", "Singapore"),
        ),
    )
    for method, title, fitted, city, of_peers in alone:
        yield PrintedSet(title, fitted, of_peers, [(city, _thinned(one[method].table, every))])
    general = ("MuslimWorldLeague", "MWL", "MWL")
    for name, title, fitted, country in (
        ("kurdistan", "Northern Iraq, towns", "the printed tables", "IQ"),
        ("bosnia2025", "Bosnia, 60 towns", "even weeks, every other town", "BA"),
        ("acju", "Sri Lanka, 12 districts", "minutes added, even weeks", "LK"),
    ):
        yield PrintedSet(title, fitted, general, _official(reference, name, every, country))
    for name, key, city, fitted in (
        ("kosovo", "Kosovo", "Pristina", "all, by month"),
        ("ostfold", "Østfold", "Sarpsborg", "minutes added"),
    ):
        tables = [
            (city, _thinned(o.table, every)) for o in official(reference, name) if o.key == key
        ]
        yield PrintedSet(city, fitted, general, [*tables])
    yield PrintedSet("Maldives, islands", "minutes added", general, _islands(reference, every))


def report(reference: Path | None, every: int = EVERY) -> str:
    """Return the part of the page."""
    if reference is None:
        return ""
    programs, missing = presets.installed()
    rows = []
    for printed in sets(reference, every):
        score = ours(printed)
        sign = f"{score.mean:+.2f}"
        cells = [printed.title, printed.fitted, f"{(~np.isnan(score.off)).sum():,}"]
        cells += [_per_cent(score.exact), _per_cent(score.within(1.5)), sign]
        rows.append(cells + [_peer(program, name, printed) for name, program in programs.items()])
    head = ["set", "fitted on", "minutes", "exact", "within 1", "mean"]
    lacking = f"\nNot installed here: {', '.join(missing)}.\n" if missing else ""
    return TEXT.format(every=every) + table([*head, *programs], rows) + lacking


def ours(printed: PrintedSet) -> Scored:
    """Return how far the default times are from a set."""
    parts = []
    for where, sheet in printed.tables:
        for day in np.unique(sheet.days.astype("datetime64[Y]")):
            on = sheet.days.astype("datetime64[Y]") == day
            dates = sheet.days[on]
            found = times(where, dates[0].item(), dates[-1].item(), names=EVENTS)
            rows = (dates - dates[0]).astype(int)
            for name in sheet.minutes:
                shown = found.local(name)[rows]
                wall = (shown - dates.astype("datetime64[m]")).astype(float)
                off = np.where(np.isnat(shown), np.inf, wall - sheet.minutes[name][on])
                parts.append(np.where(sheet.minutes[name][on] < 0, np.nan, off))
    return Scored(np.concatenate(parts))


def _peer(program: Preset, label: str, printed: PrintedSet) -> str:
    number = next(
        n for n, start in enumerate(("adhan-js", "Aladhan", "praytime")) if label.startswith(start)
    )
    name = printed.peers[number] or ("MuslimWorldLeague", "MWL", "MWL")[number]
    parts = []
    for where, sheet in printed.tables:
        at = place(where)
        exact = PublishedMinutes.of(sheet, at)
        days = (exact.first + exact.at).tolist()
        answers = program(name, presets.Station(at.latitude, at.longitude, at.zone.key, days))
        parts += [answers[event] - exact.instants[event] * MINUTES for event in sheet.minutes]
    return _per_cent(Scored(np.concatenate(parts)).exact)


def _official(
    reference: Path, name: str, every: int, country: str
) -> list[tuple[str | Place, PublishedTable]]:
    """Return the tables of a set whose places the gazetteer has."""
    found: list[tuple[str | Place, PublishedTable]] = []
    for published in official(reference, name):
        city = f"{_spelt(published.key)}, {'EH' if published.key == 'Dakhla' else country}"
        try:
            place(city)
        except MiqatError:
            continue
        sheet = on_its_clock(published.table) if country == "MA" else published.table
        found.append((city, _thinned(sheet, every)))
    return found


def _coordinates(city: str | Place) -> Place:
    """Return the gazetteer's point of a city, as of a town that has no station."""
    at = place(city)
    return Place(at.latitude, at.longitude, timezone=at.zone.key, country=at.country)


def _spelt(key: str) -> str:
    small = {"Guersif": "Guercif", "HATAY": "Antakya", "KOCAELİ": "İzmit"}.get(key, key)
    return (
        small[0] + small[1:].replace("I", "ı").replace("İ", "i").lower()
        if small.isupper()
        else small
    )


def _islands(reference: Path, every: int) -> list[tuple[str | Place, PublishedTable]]:
    folder = reference / "timetables" / "official"
    with (folder / "maldives-islands.csv").open(encoding="utf-8", newline="") as file:
        at = {row["place"]: row for row in csv.DictReader(file)}
    return [
        (
            Place(
                float(at[one.key]["latitude"]),
                float(at[one.key]["longitude"]),
                name=one.key,
                timezone="Indian/Maldives",
                country="MV",
            ),
            _thinned(one.table, every * 10),
        )
        for one in official(reference, "maldives")
    ]


def _news(folder: Path, country: str) -> Iterator[tuple[str | Place, PublishedTable]]:
    with (folder / "official" / "news-samples.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] == country:
                minutes = {
                    name: np.array([_minute(row[name])], np.int16) for name in EVENTS if row[name]
                }
                yield (
                    f"{row['place']}, {country}",
                    PublishedTable(np.array([row["date"]], "datetime64[D]"), minutes),
                )


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _of_years(sheet: PublishedTable, years: tuple[int, ...]) -> PublishedTable:
    return _rows(sheet, np.isin(sheet.days.astype("datetime64[Y]").astype(int) + 1970, years))


def _thinned(sheet: PublishedTable, every: int) -> PublishedTable:
    return _rows(sheet, np.arange(len(sheet)) % every == 0)


def _rows(sheet: PublishedTable, chosen: NDArray[np.bool_]) -> PublishedTable:
    minutes = {name: values[chosen] for name, values in sheet.minutes.items() if name in EVENTS}
    return PublishedTable(sheet.days[chosen], minutes)


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}"


if __name__ == "__main__":
    from tools.accuracy.__main__ import reference_folder

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--every", type=int, default=EVERY, metavar="DAYS")
    print(report(reference_folder(), asked.parse_args().every))
