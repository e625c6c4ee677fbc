"""Random recurrence rules, realistic and nasty, for comparison with other expanders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def random_rule(rng: Random, *, skips: bool) -> dict[str, str]:
    """Return the parts of a rule, by name; with `skips` it may have SKIP."""
    frequency = rng.choice((*3 * ["YEARLY"], *2 * ["MONTHLY"], "WEEKLY", "DAILY"))
    makers = {"YEARLY": _yearly, "MONTHLY": _monthly, "WEEKLY": _weekly, "DAILY": _daily}
    parts = {"FREQ": frequency} | makers[frequency](rng)
    if skips and rng.random() < 0.6:
        parts["SKIP"] = rng.choice(("OMIT", "BACKWARD", "FORWARD"))
    if rng.random() < 0.35:
        parts["INTERVAL"] = str(rng.choice((1, 2, 2, 3, 4, 5, 7, 12)))
    if rng.random() < 0.3:
        parts["WKST"] = rng.choice(WEEKDAYS)
    if rng.random() < 0.25 and any(name.startswith("BY") for name in parts):
        parts["BYSETPOS"] = _signed(rng, rng.choice((2, 3, 10)), 2)
    return parts


def written(parts: dict[str, str]) -> str:
    """Return a rule as text."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def numbers(parts: dict[str, str], name: str) -> list[int]:
    """Return the numbers of a part, none where it is not there; those of weekdays too."""
    items = parts.get(name, "").split(",")
    return [int(found[0]) for item in items if (found := re.match(r"-?[0-9]+", item))]


def _yearly(rng: Random) -> dict[str, str]:
    kind = rng.randrange(8)
    if kind == 0:
        return {}
    if kind == 1:
        return {"BYMONTH": _months(rng), "BYMONTHDAY": _month_days(rng)}
    if kind == 2:
        return {"BYMONTH": _months(rng), "BYDAY": _by_day(rng, 5)}
    if kind == 3:
        return {"BYYEARDAY": _year_days(rng)} | _maybe(rng, "BYDAY", _by_day(rng, 0))
    if kind == 4:
        return {"BYWEEKNO": _signed(rng, 53, 3), "BYDAY": _by_day(rng, 0)}
    if kind == 5:
        return {"BYDAY": _by_day(rng, 53)}
    if kind == 6:
        return {
            "BYMONTH": _months(rng),
            "BYMONTHDAY": _month_days(rng),
            "BYDAY": _by_day(rng, 0),
        }
    return {"BYMONTH": _months(rng)}


def _monthly(rng: Random) -> dict[str, str]:
    kind = rng.randrange(4)
    found = _maybe(rng, "BYMONTH", _months(rng))
    if kind == 1:
        return found | {"BYMONTHDAY": _month_days(rng)}
    if kind == 2:
        return found | {"BYDAY": _by_day(rng, 5)}
    if kind == 3:
        return found | {"BYMONTHDAY": _month_days(rng), "BYDAY": _by_day(rng, 5)}
    return found


def _weekly(rng: Random) -> dict[str, str]:
    return _maybe(rng, "BYMONTH", _months(rng)) | _maybe(rng, "BYDAY", _by_day(rng, 0))


def _daily(rng: Random) -> dict[str, str]:
    return (
        _maybe(rng, "BYMONTH", _months(rng))
        | _maybe(rng, "BYMONTHDAY", _month_days(rng))
        | _maybe(rng, "BYDAY", _by_day(rng, 0))
    )


def _maybe(rng: Random, name: str, value: str) -> dict[str, str]:
    return {name: value} if rng.random() < 0.5 else {}


def _months(rng: Random) -> str:
    return ",".join(map(str, sorted(rng.sample(range(1, 13), rng.choice((1, 1, 1, 2, 4))))))


def _month_days(rng: Random) -> str:
    choices = (1, 2, 10, 13, 14, 15, 27, 28, 29, 30, 30, 31, -1, -2, -10, -28, -29, -30, -30, -31)
    return ",".join(map(str, dict.fromkeys(rng.choices(choices, k=rng.choice((1, 1, 2, 3))))))


def _year_days(rng: Random) -> str:
    edges = (1, 2, 29, 60, 177, 353, 354, 355, 356, 365, 366)
    days = rng.choices((*edges, rng.randint(1, 366)), k=rng.choice((1, 1, 2, 3)))
    return ",".join(dict.fromkeys(str(day * rng.choice((1, -1))) for day in days))


def _signed(rng: Random, limit: int, most: int) -> str:
    numbers = [rng.randint(1, limit) * rng.choice((1, -1)) for _ in range(rng.randint(1, most))]
    return ",".join(map(str, dict.fromkeys(numbers)))


def _by_day(rng: Random, limit: int) -> str:
    """Return some weekdays, numbered up to a limit, or not at all where that is 0."""
    found = []
    for weekday in rng.sample(WEEKDAYS, rng.choice((1, 1, 2, 3))):
        n = rng.choice((-1, 1, rng.randint(-limit, limit))) if limit and rng.random() < 0.6 else 0
        found.append(f"{n or ''}{weekday}")
    return ",".join(found)
