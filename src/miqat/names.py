"""Names of months and weekdays in the languages of the people who use them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from miqat.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Language:
    """The names of one language: 12 Hijri months, 7 weekdays from Monday."""

    code: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]


@cache
def language(code: str) -> Language:
    """Return the names of a language by its ISO 639 code. Raises `UnknownName`."""
    if code not in language_codes():
        raise UnknownName.among("language", code, language_codes())
    text = resources.files("miqat.data").joinpath(f"names/{code}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Language(code, tuple(data["months"]), tuple(data["weekdays"]))


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages, sorted."""
    files = resources.files("miqat.data").joinpath("names").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files))
