"""Years as people write them: a Hijri year or a Gregorian one, told by the number."""

from operator import index
from typing import Any, Literal

from miqat.errors import WrongType

Era = Literal["Hijri", "Gregorian"]

#: From this number on a year is read as Gregorian, an earlier one as Hijri (1700 AH is 2274 CE).
FIRST_GREGORIAN_YEAR = 1700


def era_of(year: int) -> Era:
    """Return whether the number of a year is read as Hijri or as Gregorian.

    >>> era_of(1448), era_of(2027)
    ('Hijri', 'Gregorian')
    """
    return "Gregorian" if year >= FIRST_GREGORIAN_YEAR else "Hijri"


def as_year(value: Any) -> int:
    """Return a year from an integer or from digits. Raises `WrongType`."""
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    try:
        return index(value)
    except TypeError:
        raise WrongType(f"a year is a number such as 1448 or 2027, not {value!r}") from None
