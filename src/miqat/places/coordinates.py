"""Coordinates as people write them: decimal degrees, or degrees, minutes and seconds."""

import re
from operator import or_

from miqat.errors import InvalidPlace

_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "،": ",", "٫": ".", "′": "'", "’": "'", "″": '"', "”": '"'}
)
_LOOKS_NUMERIC = re.compile(r"(?=\D*\d)(?!.*[NSEW]{2})[\d\s.,;+\-°'\"NSEW]+", re.IGNORECASE)
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]\d+)?"  # an exponent has a sign: 1e5 is 1 east and a 5
_DEGREES = re.compile(
    rf"([+-]?)({_NUMBER})(?:°(?:({_NUMBER})')?(?:({_NUMBER})\")?)?([NSEW]?)", re.IGNORECASE
)
_EXPONENT = re.compile(r"(?<=[\d.])e(?=[+-]\d)", re.IGNORECASE)
_WORD_OF_NO_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_BARE_ELEVATION = re.compile(r"([^,;]+[,;][^,;]+)[,;]\s*([+-]?\d+\.?\d*)\s*")
_ELEVATION = re.compile(r"(.*[^\s,;])[\s,;]+([+-]?\d+\.?\d*)\s?m\.?\s*", re.IGNORECASE)


def read_coordinates(query: str) -> tuple[float, float, float] | None:
    r"""Return latitude and longitude (degrees) and elevation (m) of a text; None for a name.

    The elevation is 0 unless a third number follows: after a comma, or with the letter m. Raises
    `InvalidPlace` for what was meant as coordinates and cannot be read.

    >>> read_coordinates("31.78N 35.23E"), read_coordinates("31.78,35.23,754")
    ((31.78, 35.23, 0.0), (31.78, 35.23, 754.0))
    >>> read_coordinates("51°30'N 0°7'30\"W")
    (51.5, -0.125, 0.0)
    """
    plain = query.translate(_PLAIN)
    elevation = 0.0
    found = _ELEVATION.fullmatch(plain) or _BARE_ELEVATION.fullmatch(plain)
    if found and _LOOKS_NUMERIC.fullmatch(_marked(found[1])):
        plain, elevation = found[1], float(found[2])
    if _LOOKS_NUMERIC.fullmatch(_marked(plain)):
        return *_pair(query, plain), elevation
    parts = [part for part in re.split(r"[,;\s]+", plain) if part]
    endless = [bool(_WORD_OF_NO_NUMBER.fullmatch(part)) for part in parts]
    numeric = [bool(_DEGREES.fullmatch(part)) for part in parts]
    if len(parts) == 2 and any(endless) and all(map(or_, endless, numeric)):
        raise InvalidPlace(f"{query!r} is not a point on Earth: both numbers must be finite")
    return None


def _marked(plain: str) -> str:
    """Return the text without the letter of an exponent, which is also that of east."""
    return _EXPONENT.sub("", plain)


def _pair(query: str, plain: str) -> tuple[float, float]:
    exponents = _EXPONENT.sub("@", plain).upper()
    if exponents.lstrip()[0] in "NSEW":
        exponents = re.sub(r"([NSEW])\s*([^NSEW,;\s]+)", r"\2\1", exponents)
    exponents = re.sub(r"(?<=[°'\"])\s+(?=[\d.])", "", exponents)
    text = re.sub(r"\s*([NSEW])", r"\1 ", exponents).replace("@", "e")
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    if len(parts) == 1:
        raise InvalidPlace(f'{query!r} is half a pair; give "LAT,LON" such as "31.78,35.23"')
    if len(parts) == 3:
        raise InvalidPlace(
            f'{query!r} has 3 numbers; give "LAT,LON" in decimal degrees, '
            'or "LAT,LON,754" with the elevation'
        )
    if len(parts) > 2:
        raise InvalidPlace(f'{query!r} has {len(parts)} numbers; give "LAT,LON" in decimal degrees')
    (first, letter), (second, letter2) = (_degrees(query, part) for part in parts)
    if bool(letter) != bool(letter2) or (letter and (letter in "NS") == (letter2 in "NS")):
        raise InvalidPlace(f"{query!r} needs one of N, S and one of E, W, or neither")
    return (second, first) if letter and letter in "EW" else (first, second)


def _degrees(query: str, part: str) -> tuple[float, str]:
    match = _DEGREES.fullmatch(part)
    if match is None or (match[1] and match[5]):
        raise InvalidPlace(
            f"{part!r} in {query!r} is not decimal degrees; write them as 31.78, -31.78 or 31.78S"
        )
    minutes, seconds = float(match[3] or 0.0), float(match[4] or 0.0)
    if minutes >= 60.0 or seconds >= 60.0:
        raise InvalidPlace(f"{part!r} in {query!r} has 60 or more minutes or seconds of arc")
    value = float(match[2]) + minutes / 60.0 + seconds / 3600.0
    return (-value if match[1] == "-" or match[5] in ("S", "W") else value), match[5]
