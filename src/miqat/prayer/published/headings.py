"""How the columns of published tables are headed: prayers, congregations and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from miqat.data import read_toml
from miqat.errors import InvalidTable
from miqat.once import once
from miqat.prayer.methods.model import TIMES
from miqat.text import fold, fold_to_one_word

if TYPE_CHECKING:
    from collections.abc import Sequence

HIJRI = ("hijri", "islamic", "hicri", "hijrah")
_NAME_THEM = (
    "no column of the table is a time of prayer; name them date, fajr, sunrise, dhuhr, asr, "
    "maghrib, isha"
)


class Columns(NamedTuple):
    """The columns of times, of iqama and of dates by name, and those not understood."""

    times: dict[str, str]
    iqama: dict[str, str]
    dated: dict[str, str]
    ignored: list[str]


class Heading(NamedTuple):
    """What a heading says: a time or a part of the date, and whether it is of a congregation."""

    name: str
    is_iqama: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it is a time of the day, or the Friday prayer."""
        return self.name in TIMES or self.name == "jumuah"


def columns_of(heads: Sequence[str]) -> Columns:
    """Return what each column is. Raises `InvalidTable` where none is a time, or two are one."""
    found = Columns({}, {}, {}, [])
    for head in heads:
        heading = understood(head)
        if heading is None:
            found.ignored.append(head)
            continue
        if not heading.is_time:
            into = found.dated
        else:
            into = found.iqama if heading.is_iqama else found.times
        if heading.name in into:
            raise InvalidTable(
                f"the columns {into[heading.name]!r} and {head!r} are both {heading.name}"
            )
        into[heading.name] = head
    if not found.times:
        raise InvalidTable(_NAME_THEM)
    return found


def understood(head: str) -> Heading | None:
    """Return what a heading says, None where it is not known.

    >>> understood("Zuhar Jamaat")
    Heading(name='dhuhr', is_iqama=True)
    """
    known, idle, of_iqama, _ = vocabulary()
    words = [word for word in plain(head).split() if word not in idle]
    spoken = [word for word in words if word not in of_iqama]
    name = known.get("".join(spoken))
    if name is None or any(word in plain(head) for word in HIJRI):
        return None
    return Heading(name, len(spoken) < len(words) or name == "jumuah")


def is_addition(head: str) -> bool:
    """Return whether a heading only says which time of a prayer: begins, jamaat."""
    _, idle, of_iqama, _ = vocabulary()
    words = plain(head).split()
    return bool(words) and all(word in idle or word in of_iqama for word in words)


def is_missing(cell: str) -> bool:
    """Return whether a cell says that there is no time."""
    return cell in vocabulary()[3]


@once
def vocabulary() -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return the headings by name, the words that add nothing, those of iqama, empty cells."""
    raw = read_toml("prayer/columns.toml")
    known = {
        fold_to_one_word(text): name for name, texts in raw["columns"].items() for text in texts
    }
    idle, iqama = (frozenset(map(plain, raw["words"][key])) for key in ("idle", "iqama"))
    return known, idle, iqama, frozenset(raw["missing"]["texts"])


def plain(text: str) -> str:
    """Return the folded words of a heading, without what is in brackets."""
    return fold(re.sub(r"\([^()]*\)|[.:]", "", text))
