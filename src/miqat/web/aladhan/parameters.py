"""The parameters of Aladhan's API, and the place, method and calendar that they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from miqat.calendars import calendar
from miqat.data import read_toml
from miqat.errors import InvalidPlace, InvalidRule, OutOfRange
from miqat.once import once
from miqat.places import Place, place
from miqat.prayer import method, with_changes

if TYPE_CHECKING:
    from miqat.calendars import Calendar
    from miqat.prayer import Method

#: The nine numbers of `tune`, in their order.
TUNED = ("Imsak", "Fajr", "Sunrise", "Dhuhr", "Asr", "Maghrib", "Sunset", "Isha", "Midnight")
_LATITUDES = {
    1: ("MIDDLE_OF_THE_NIGHT", "middle of the night"),
    2: ("ONE_SEVENTH", "seventh of the night"),
    3: ("ANGLE_BASED", "angle over 60 of the night"),
}
_CUSTOM = 99

Whole = Annotated[int, Meta(ge=0, le=99)]


class Parameters(msgspec.Struct):
    """The query of a request, as Aladhan names its parameters; unknown ones are ignored."""

    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    address: Annotated[str, Meta(max_length=200)] | None = None
    city: Annotated[str, Meta(max_length=200)] | None = None
    country: Annotated[str, Meta(max_length=100)] | None = None
    state: Annotated[str, Meta(max_length=100)] | None = None
    method: Whole | None = None
    shafaq: str = "general"
    tune: str = ""
    school: Annotated[int, Meta(ge=0, le=1)] = 0
    midnightMode: Annotated[int, Meta(ge=0, le=1)] = 0  # noqa: N815 - Aladhan's own name
    timezonestring: str | None = None
    latitudeAdjustmentMethod: Annotated[int, Meta(ge=1, le=3)] = 3  # noqa: N815
    calendarMethod: str = "HJCoSA"  # noqa: N815
    adjustment: Annotated[int, Meta(ge=-2, le=2)] = 0
    iso8601: str = "false"
    methodSettings: str = ""  # noqa: N815
    date: str | None = None


class Chosen(NamedTuple):
    """A method with the changes that were asked for, and how Aladhan numbers and names it."""

    method: Method
    number: int
    offsets: dict[str, int]
    latitudes: str
    school: str
    midnight: str


def words() -> dict[str, Any]:
    """Return what Aladhan's answers call things."""
    return _words()


@once
def _words() -> dict[str, Any]:
    return read_toml("web/aladhan.toml")


def read(query: dict[str, str]) -> Parameters:
    """Return the parameters of a query. Raises `msgspec.ValidationError`."""
    given = {name: value for name, value in query.items() if value != ""}
    return msgspec.convert(given, Parameters, strict=False)


def place_of(asked: Parameters) -> Place:
    """Return the place: coordinates, an address, or a city with its country."""
    zone = asked.timezonestring
    if asked.latitude is not None and asked.longitude is not None:
        return Place(asked.latitude, asked.longitude, timezone=zone)
    if asked.address is not None:
        here = place(asked.address)
    elif asked.city is not None:
        parts = (asked.city, asked.state, asked.country)
        here = place(", ".join(part for part in (parts[0], parts[2]) if part))
    else:
        raise InvalidPlace("give latitude and longitude, an address, or a city and its country")
    return here if zone is None else replace(here, timezone=zone)


def method_of(asked: Parameters, here: Place) -> Chosen:
    """Return the method that was asked for, or that of the country, with the changes asked for."""
    number = asked.method
    if number is None:
        number = words()["methods"].get(here.country, 3)
    chosen = method("aladhan:3" if number == _CUSTOM else f"aladhan:{number}")
    latitudes, rule = _LATITUDES[asked.latitudeAdjustmentMethod]
    changes = [f"asr.shadow = {asked.school + 1}"]
    if number not in (15, 1001):
        changes.append(f'latitudes.rule = "{rule}"')
    elif asked.shafaq in ("ahmer", "abyad"):
        changes.append(f'latitudes.shafaq = "{asked.shafaq}"')
    if asked.midnightMode:
        changes.append('midnight = "sunset to fajr"')
    if number == _CUSTOM:
        changes += _custom(asked.methodSettings)
    return Chosen(
        with_changes(chosen, "\n".join(changes)),
        number,
        _offsets(asked.tune),
        latitudes,
        "HANAFI" if asked.school else "STANDARD",
        "JAFARI" if asked.midnightMode else "STANDARD",
    )


def calendar_of(asked: Parameters) -> Calendar:
    """Return the calendar of calendarMethod; "authority:ID" is Miqat's addition."""
    named = words()["calendars"]
    name = asked.calendarMethod
    if name in named:
        return calendar(named[name])
    if name.startswith("authority:"):
        return calendar(name)
    known = ", ".join((*named, "authority:ID"))
    raise InvalidRule(f"calendarMethod is {name!r}: it is one of {known}")


def _custom(settings: str) -> list[str]:
    """Return the changes of methodSettings: fajr angle, maghrib and isha as angle or "90 min"."""
    parts = [part.strip() for part in settings.split(",")]
    if len(parts) != 3:
        raise InvalidRule(
            f"methodSettings is {settings!r}: write three parts, such as 18.5,null,17"
        )
    changes = []
    for name, of, value in zip(
        ("fajr", "maghrib", "isha"), ("", "sunset", "maghrib"), parts, strict=True
    ):
        if value in ("", "null"):
            continue
        number, _, unit = value.partition(" ")
        try:
            amount = float(number)
        except ValueError:
            raise InvalidRule(f"methodSettings has {value!r}: write degrees or '90 min'") from None
        if unit.strip() == "min" and of == "maghrib":
            changes += [f'{name}.of = "{of}"', f"{name}.after = {amount:g}"]
        elif unit.strip() == "min":
            changes.append(f"{name}.add = {amount:g}")
        else:
            changes.append(f"{name}.angle = {amount:g}")
    return changes


def _offsets(tune: str) -> dict[str, int]:
    if not tune:
        return dict.fromkeys(TUNED, 0)
    parts = tune.split(",")
    try:
        minutes = [int(part) for part in parts]
    except ValueError:
        raise InvalidRule(f"tune is {tune!r}: write nine whole numbers of minutes") from None
    if len(minutes) > len(TUNED):
        raise InvalidRule(f"tune has {len(minutes)} numbers: write at most nine")
    if any(abs(number) > 1_440 for number in minutes):
        raise OutOfRange("a number of tune is more than a day: write minutes from -1440 to 1440")
    return dict(zip(TUNED, minutes + [0] * (len(TUNED) - len(minutes)), strict=True))
