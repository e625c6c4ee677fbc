"""A community's file as plain values, each with the line it is on.

Neither parser of the standard library tells lines: they are found again in the text.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miqat.errors import InvalidRule, UnknownName
from miqat.files import read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LARGEST = 2_000_000  # characters: 10,000 events are a tenth of it
_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_TYPES = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    dict: "a table",
    bool: "true or false",
}


class Source:
    """The values of a file; `fault` makes the error that names line and key."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.text = read_text(path, InvalidRule)
        if len(self.text) > _LARGEST:
            raise InvalidRule(f"{self.path.name} is longer than {_LARGEST:,} characters")
        self.values = self._parsed()

    def _parsed(self) -> dict[str, Any]:
        name = self.path.name
        is_json = self.path.suffix.casefold() == ".json" or self.text.lstrip()[:1] in ("{", "[")
        try:
            found = json.loads(self.text) if is_json else tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidRule(f"{name} is not TOML: {error}") from None
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise InvalidRule(f"{name} is not JSON: {error.msg} ({where})") from None
        except RecursionError:
            raise InvalidRule(f"{name} has too many levels") from None
        if not isinstance(found, dict):
            raise InvalidRule(f"{name} is a list; a community is a table of keys")
        return found

    def fault(self, key: str, message: str, value: str = "") -> InvalidRule:
        """Return the error of a key, with its line; `value` is a text inside a list of the key."""
        return InvalidRule(f"{self.path.name}, {self.where(key, value)}: {message}")

    def where(self, key: str, value: str = "") -> str:
        """Return the line of a key (dotted, list entries by number) and the key."""
        *before, last = [part for part in key.split(".") if not part.isdecimal()]
        number = next((int(part) for part in key.split(".") if part.isdecimal()), 0)
        line = self._line(value, None, 0) if value else None
        line = line or self._line(last, before[-1] if before else None, number)
        named = f"key {key!r}" if not value else f"in {key!r}"
        return f"line {line}, {named}" if line else named

    def _line(self, wanted: str, section: str | None, number: int) -> int | None:
        quoted = re.escape(wanted)
        key = re.compile(rf'^\s*["\']?{quoted}["\']?\s*[=.:]|^\s*\[\[?\s*{quoted}[.\]\s]')
        inside, seen = section is None, -1
        for at, line in enumerate(self.text.splitlines(), start=1):
            if section is not None:
                header = _HEADER.fullmatch(line)
                if (header and header[1] == section) or f'"{section}"' in line:
                    seen += 1
                    inside = seen >= number if header else True
            if inside and (key.match(line) or f'"{wanted}"' in line or wanted in line):
                return at
        return None

    def known(self, values: Mapping[str, Any], keys: Collection[str], under: str = "") -> None:
        """Raise the error of the first key that is not one of these, with the nearest."""
        for key in values:
            if key not in keys:
                error = UnknownName.among("key", key, keys)
                message = str(error) if error.nearest else f"{error}; known: {', '.join(keys)}"
                raise self.fault(f"{under}{key}", message)

    def get(
        self, values: Mapping[str, Any], key: str, kind: type, default: Any, under: str = ""
    ) -> Any:
        """Return a value of a type, or the default. Raises the error of another type."""
        if key not in values:
            return default
        found = values[key]
        if kind is float and isinstance(found, int) and not isinstance(found, bool):
            found = float(found)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            wanted = _TYPES.get(kind, "a number")
            raise self.fault(f"{under}{key}", f"{found!r} is not {wanted}")
        return found

    def texts(self, values: Mapping[str, Any], key: str, under: str = "") -> list[str]:
        """Return a text or a list of texts as a list. Raises the error of another type."""
        found = values.get(key, [])
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise self.fault(f"{under}{key}", f"{found!r} is not a text or a list of texts")
        return listed
