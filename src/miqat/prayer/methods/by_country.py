"""The method of a place for which none is asked: a documented default, not a judgement.

Which body publishes where, and what is used there, is data/prayer/defaults.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from miqat.data import read_toml
from miqat.jsonable import Jsonable
from miqat.once import once
from miqat.places import as_place, nearest_city
from miqat.prayer.methods.load import DEFAULT_METHOD
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.model import Asr, LatitudeRule, Latitudes, Method, Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miqat.places import Place, PlaceLike

#: Of these the head of a timetable says that the method is a general one.
_GENERAL = ("general", "regional")


_HANAFI = 2  # heights of the shadow


@dataclass(frozen=True, slots=True)
class DefaultMethod(Jsonable):
    """The method of a place for which none is asked, and why.

    `method` has the country's asr, imsak and rule of high latitudes. `where` is the country or
    place that the choice is for, None where nothing is known; `publisher` the body whose times
    they are, None where no body is known. `asr` holds the shadows that the tables of the place
    show, the usual one first. `general` says that no method of the place itself is known;
    `verified` that the source was read, and is not recalled.
    """

    method: Method
    where: str | None
    publisher: str | None
    kind: str
    reason: str
    source: str
    verified: bool
    asr: tuple[int, ...]

    @property
    def id(self) -> str:
        """The id of the method."""
        return self.method.id

    @property
    def other_asr(self) -> str | None:
        """The name of the asr that is shown after the usual one, where tables show both."""
        if len(self.asr) < 2:
            return None
        return "asr_shafi" if self.asr[0] == _HANAFI else "asr_hanafi"

    @property
    def general(self) -> bool:
        """Whether the method is a general one, as none of the place itself is known."""
        return self.kind in _GENERAL

    @property
    def headline(self) -> str:
        """The choice in one line, for the head of a timetable.

        >>> default_method("Tehran").headline
        'Institute of Geophysics, Tehran: the method published in Iran'
        >>> default_method("0,-150").headline
        'Muslim World League: a general method; no published one is known for this place'
        """
        if self.general:
            place = self.where or "this place"
            return f"{self.method.title}: a general method; no published one is known for {place}"
        verb = "published" if self.kind == "published" else "used"
        return f"{self.publisher or self.method.title}: the method {verb} in {self.where}"

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain data; the method is its id."""
        return {
            "method": self.id,
            "where": self.where,
            "publisher": self.publisher,
            "kind": self.kind,
            "general": self.general,
            "reason": self.reason,
            "source": self.source,
            "verified": self.verified,
            "asr": list(self.asr),
        }


def default_method(place: PlaceLike) -> DefaultMethod:
    """Return the method of a place for which none is asked, with its publisher and reason.

    It is that of the place or community inside a country where one differs (London, Moscow),
    else that of the country; of a coordinate, by the gazetteer's city nearest to it within
    100 km. Where nothing is known it is the Muslim World League's.

    >>> default_method("Ankara").id, default_method("0,-150").id
    ('diyanet', 'mwl')
    >>> default_method("Karachi").asr, default_method("London").publisher
    ((2, 1), 'London Unified Prayer Timetable')
    """
    here = as_place(place)
    country, region = here.country, here.region
    if country is None or region is None:
        near = nearest_city(here.latitude, here.longitude)
        if near is not None and country in (None, near.country):
            country, region = near.country, near.region
    for number, entry in enumerate(_table()["places"]):
        if _holds(entry, here, country, region):
            return _of_place(number)
    return _of_country(country or "")


def _holds(entry: Mapping[str, Any], here: Place, country: str | None, region: str | None) -> bool:
    if "country" in entry and entry["country"] != country:
        return False
    if "box" in entry:
        south, west, north, east = entry["box"]
        return bool(south <= here.latitude <= north and west <= here.longitude <= east)
    return region in entry["regions"]


@once
def _of_place(number: int) -> DefaultMethod:
    return _build(_table()["places"][number])


@once
def _of_country(country: str) -> DefaultMethod:
    entry = _table()["countries"].get(country)
    if entry is None:
        return _build({"kind": "general", "source": "recalled", **_table()["general"]})
    return _build(entry)


def _build(entry: Mapping[str, Any]) -> DefaultMethod:
    entry = {**_table()["groups"].get(entry.get("group"), {}), **entry}
    base = method_named(entry["method"])
    source = _table()["sources"][entry["source"]]
    method = _for_the_place(base, entry)
    return DefaultMethod(
        method,
        entry.get("name"),
        entry.get("publisher"),
        entry["kind"],
        entry["reason"],
        source["text"],
        source["verified"],
        tuple(entry.get("asr", (int(method.shadow.shadow),))),
    )


def _for_the_place(base: Method, entry: Mapping[str, Any]) -> Method:
    """Return a method with the asr, the imsak and the rule of high latitudes of a place."""
    found = base
    if "asr" in entry and entry["asr"][0] != base.shadow.shadow:
        found = replace(found, shadow=Asr(float(entry["asr"][0]), base.shadow.noon), agreement="")
    if "imsak" in entry:
        # Rounded as fajr: imsak comes whole minutes from the fajr that is printed.
        after, rounding = float(entry["imsak"]), base.fajr.rounding
        found = replace(found, imsak=Moment(of="fajr", after=after, rounding=rounding))
    return _with_latitudes(found, entry.get("latitudes", {}))


def _with_latitudes(base: Method, given: Mapping[str, Any]) -> Method:
    raw = {**_table()["latitudes"], **given}
    if base.latitudes.rule is not LatitudeRule.NONE:
        return base
    return replace(base, latitudes=Latitudes(LatitudeRule(raw["rule"]), above=raw["above"]))


@once
def _table() -> dict[str, Any]:
    found = read_toml("prayer/defaults.toml")
    assert found["general"]["method"] == DEFAULT_METHOD
    return found
