"""Methods: what an authority means by fajr, asr and isha, kept as data.

Each method is one TOML file in data/methods, named by its id, with its source.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from miqat.errors import UnknownName

#: The method of a place for which no better one is known.
DEFAULT_METHOD = "mwl"


@dataclass(frozen=True, slots=True)
class Method:
    """A method of reckoning the times of prayer.

    Angles are degrees of the Sun's centre below the horizon; `asr_shadow` is by how many
    heights the shadow of an upright object exceeds its noon shadow; `imsak_minutes` is how
    long before fajr imsak stands. Minutes are rounded to the nearest.
    """

    id: str
    title: str
    source: str
    fajr_angle: float
    asr_shadow: float
    isha_angle: float
    imsak_minutes: int


def method(name: str) -> Method:
    """Return a method by its id. Raises `UnknownName` with the nearest ids."""
    key = name.casefold()
    if key not in method_ids():
        raise UnknownName.among("method", name, method_ids())
    return _load(key)


@cache
def method_ids() -> tuple[str, ...]:
    """Return the ids of all methods, sorted."""
    files = resources.files("miqat.data").joinpath("methods").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files))


@cache
def _load(key: str) -> Method:
    file = resources.files("miqat.data").joinpath(f"methods/{key}.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Method(
        id=data["id"],
        title=data["title"],
        source=data["source"],
        fajr_angle=float(data["fajr"]["angle"]),
        asr_shadow=float(data["asr"]["shadow"]),
        isha_angle=float(data["isha"]["angle"]),
        imsak_minutes=int(data["imsak"]["minutes_before_fajr"]),
    )
