"""Names of months and weekdays, digits and text direction by language.

A language has the months of three calendars, the Hijri ("islamic"), the solar Hijri ("persian") and
the Gregorian, its weekdays, its digits and the order of a written date. Source: Unicode CLDR,
corrected where its entries are wrong; see the page on names.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from miqat.data import file_names, read_text
from miqat.errors import UnknownName
from miqat.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

Direction = Literal["rtl", "ltr"]

_REGIONAL = re.compile(r"([a-z]{2,3})[-_]([A-Z]{2})")
_LATIN_DIGITS = "0123456789"
# First strong isolates of Unicode Standard Annex 9, section 2.4.
_ISOLATES = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
_END_OF_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class CalendarNames:
    """The words of one calendar in one language.

    Twelve `months` and `months_short`, seven `weekdays` from Monday, the `era` ("" where dates
    are written without one), and the `long` and `full` forms of a date, the latter with its
    weekday, as patterns of `miqat.calendars.text.formatting`.
    """

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    era: str
    long: str
    full: str


@dataclass(frozen=True, slots=True)
class Language:
    """The names of one language: 12 Hijri months, 7 weekdays from Monday.

    `code` is an ISO 639 code, with a region where one was asked for; `digits` names the
    digits that dates are written with, `native_digits` those of the language's script;
    `direction` is "rtl" or "ltr"; `calendars` holds what differs between calendars.
    """

    code: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    digits: str
    native_digits: str
    direction: Direction
    calendars: Mapping[str, CalendarNames] = field(hash=False)

    def calendar(self, kind: str) -> CalendarNames:
        """Return the words of "islamic", "persian" or "gregorian"; raises `UnknownName`."""
        if kind not in self.calendars:
            raise UnknownName.among("set of months", kind, self.calendars)
        return self.calendars[kind]

    def digit_sets(self) -> tuple[str, ...]:
        """Return the names of the digits a reader may meet: the default ones come first."""
        return tuple(dict.fromkeys((self.digits, self.native_digits, "latn")))


@once
def language(code: str) -> Language:
    """Return the names of a language by its ISO 639 code, such as "fa" or "ar-EG".

    A region, after "-" or "_", chooses only the digits that are usual there. Raises `UnknownName`
    with the nearest codes.
    """
    base, region = code, ""
    if match := _REGIONAL.fullmatch(code):
        base, region = match.groups()
    if base not in language_codes():
        raise UnknownName.among("language", code, language_codes())
    if region and region not in _regions():
        raise UnknownName.among(f"region of the language {base!r}", region, ())
    data = tomllib.loads(_text(f"names/{base}.toml"))
    elsewhere = data.get("digits_by_region", {}).items()
    weekdays = tuple(data["weekdays"])
    calendars = {kind: _names(data[kind], weekdays) for kind in ("islamic", "persian", "gregorian")}
    return Language(
        code=f"{base}-{region}" if region else base,
        months=calendars["islamic"].months,
        weekdays=weekdays,
        weekdays_short=tuple(data.get("weekdays_short", weekdays)),
        digits=next((name for name, regions in elsewhere if region in regions), data["digits"]),
        native_digits=data["native_digits"],
        direction=data["direction"],
        calendars=calendars,
    )


@once
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages, sorted."""
    return tuple(file_names("names", ".toml"))


@once
def digits(name: str) -> str:
    """Return the ten digits, from zero, of a numbering system by its CLDR name.

    Raises `UnknownName`.

    >>> digits("arabext")
    '۰۱۲۳۴۵۶۷۸۹'
    """
    if name == "latn":  # the usual ones, without a file
        return _LATIN_DIGITS
    known: dict[str, str] = tomllib.loads(_text("digits.toml"))
    if name not in known:
        raise UnknownName.among("digits", name, known)
    return known[name]


def in_digits(text: str, name: str) -> str:
    """Return a text with its European digits in another numbering system."""
    return text if name == "latn" else text.translate(str.maketrans(_LATIN_DIGITS, digits(name)))


def isolated(text: str, direction: Direction) -> str:
    """Return a text in a Unicode directional isolate, for a line of the other direction.

    Source: Unicode Standard Annex 9, sections 2.4 and 2.5.
    """
    return f"{_ISOLATES[direction]}{text}{_END_OF_ISOLATE}"


def without_isolate(text: str) -> str:
    """Return a text without its directional isolate, if it has one."""
    if len(text) > 1 and text[0] in _ISOLATES.values() and text[-1] == _END_OF_ISOLATE:
        return text[1:-1]
    return text


def _names(data: dict[str, Any], weekdays: tuple[str, ...]) -> CalendarNames:
    months = tuple(data["months"])
    return CalendarNames(
        months=months,
        months_short=tuple(data.get("months_short", months)),
        weekdays=tuple(data.get("weekdays", weekdays)),
        era=data.get("era", ""),
        long=data["long"],
        full=data["full"],
    )


def region_name(code: str) -> str:
    """Return the English name of a country or region by its code of ISO 3166, as CLDR has it.

    Raises `UnknownName`.

    >>> region_name("PK")
    'Pakistan'
    """
    known = _region_names()
    if code not in known:
        raise UnknownName.among("region", code, known)
    return known[code]


@once
def _region_names() -> dict[str, str]:
    lines = _text("region_names.txt").splitlines()
    return {line[:2]: line[3:] for line in lines if not line.startswith("#")}


@once
def _regions() -> frozenset[str]:
    lines = _text("regions.txt").splitlines()
    return frozenset(code for line in lines if not line.startswith("#") for code in line.split())


def _text(name: str) -> str:
    return read_text(name)
