"""Answers as plain data: what `to_dict` and `to_json` of every answer are made of.

Dates, instants and times are ISO 8601 text. What has no value is null. A duration is a number
whose key names the unit. What has an id, such as a calendar or a method, is that id.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum
from typing import Any

from miqat.errors import WrongType

#: Significant digits of a number without a unit: what a double of a formula holds.
_DIGITS = 12


class Jsonable:
    """An answer that turns into a dictionary or into JSON."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: dictionaries, lists, text, numbers and None."""
        return fields_of(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the answer as JSON, on one line unless `indent` is given."""
        return dumps(self.to_dict(), indent=indent)


def dumps(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON, with letters of every script as they are."""
    import json

    return json.dumps(plain(value), ensure_ascii=False, indent=indent, allow_nan=False)


def plain(value: Any) -> Any:
    """Return a value as plain data.

    Raises `WrongType` for a value that has no plain form.

    >>> plain({"on": date(2027, 2, 8), "altitudes": (1.5, math.nan)})
    {'on': '2027-02-08', 'altitudes': [1.5, None]}
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return _label(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date | time):
        return _iso(value)
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if hasattr(value, "dtype"):
        return _of_array(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(getattr(value, "id", None), str):
        return value.id
    if hasattr(value, "_fields") or is_dataclass(value):
        return fields_of(value)
    if isinstance(value, set | frozenset):
        return sorted(map(plain, value))
    if isinstance(value, Collection) and not isinstance(value, bytes):
        return [plain(each) for each in value]
    raise WrongType(f"{type(value).__name__} has no form in JSON: {value!r}")


def fields_of(value: Any) -> dict[str, Any]:
    """Return the fields of a named tuple or a dataclass, in their order, as plain data."""
    named = getattr(value, "_fields", None)
    names = [each.name for each in fields(value)] if named is None else named
    found = {}
    for name in names:
        field = getattr(value, name)
        if isinstance(field, timedelta):
            found[f"{name}_seconds"] = rounded(field.total_seconds())
        else:
            found[name] = plain(field)
    return found


def minutes(duration: timedelta | None) -> float | None:
    """Return a duration in minutes, to the hundredth."""
    return None if duration is None else round(duration / timedelta(minutes=1), 2)


def rounded(number: float) -> float | int:
    """Return a number as an integer where it is whole, without the noise of its last digits."""
    return int(number) if number == int(number) else float(f"{number:.{_DIGITS}g}")


def _label(value: Enum) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower().replace("_", " ")
    return plain(value.value)


def _iso(value: date | time) -> str:
    fine = isinstance(value, datetime | time) and value.microsecond
    return value.isoformat(timespec="milliseconds") if fine else value.isoformat()  # type: ignore[call-arg]


def _of_array(value: Any) -> Any:
    if value.dtype.kind == "M":
        texts = value.astype(str).tolist()
        return _without(texts, "NaT")
    if value.dtype.kind == "m":
        raise WrongType("durations of an array need a unit: divide them by one")
    return plain(value.tolist())


def _without(texts: Any, missing: str) -> Any:
    if isinstance(texts, list):
        return [_without(text, missing) for text in texts]
    return None if texts == missing else texts
