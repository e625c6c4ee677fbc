"""The words of a timetable in a language: names of times, headings and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miqat.data import read_toml
from miqat.languages import language
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `times` has all of `prayer.ALL_TIMES` and jumuah.

    `suhoor` and `iftar` are what imsak and maghrib are called in Ramadan.
    """

    title: str
    ramadan: str
    date: str
    iqama: str
    suhoor: str
    iftar: str
    times: Mapping[str, str]

    def heading(self, name: str, *, fasting: bool = False) -> str:
        """Return what a time is called, in Ramadan or not."""
        if fasting and name in ("imsak", "maghrib"):
            return self.suhoor if name == "imsak" else self.iftar
        return self.times[name]


@once
def words(code: str) -> Words:
    """Return the words of a language by its code, English ones where it lacks one.

    Raises `UnknownName` for a language that `miqat.names` does not have.

    >>> words("tr").times["isha"], words("fa").heading("maghrib", fasting=True)
    ('Yatsı', 'افطار')
    """
    raw = _table()
    own: dict[str, Any] = raw.get(language(code).code.split("-")[0], {})
    found = {**raw["en"], **({"ramadan": own["title"]} if own else {}), **own}
    times = {**raw["en"]["times"], **own.get("times", {}), "jumuah": found.pop("jumuah")}
    return Words(**{**found, "times": times})


@once
def _table() -> dict[str, dict[str, Any]]:
    return read_toml("prayer/words.toml")
