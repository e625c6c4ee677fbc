"""Dates for historians: the civil days that a written Hijri date may mean.

Months began on a sighting of the crescent, on testimony or by a table, and most decisions are not
recorded. So a written date has several candidates, each with a weight, its probability by this
model:

- the crescent, 60 %: the month begins after the first evening on which the crescent is seen
  from the place. P(after evening k) = P(seen on k) x the product of P(not seen on j) over the
  evenings j before it, from that of the conjunction on, with the probability of a sighting in
  a clear sky (`miqat.crescent.probability`); after the fourth evening it begins anyway. A day 30
  counts as far as the next month had not begun by then.
- the tables, 40 %: all tabular calendars, each as likely as another.
- one day off: of each day's weight a twentieth goes to the day before and a twentieth to the
  day after it, for clouds, testimony and slips of the pen.

These shares were chosen in advance and not fitted. The weekday, where one was written, is that of
the daylight; it excludes the days it does not fit, and the rest is scaled to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from miqat import days
from miqat.calendars.historical.day_weights import days_by_crescent, days_by_tables
from miqat.calendars.text.hijri_prose import Written, read_written
from miqat.errors import InvalidDate, OutOfRange, WrongType
from miqat.jsonable import Jsonable
from miqat.languages import language
from miqat.places import Place
from miqat.places import place as place_named
from miqat.sky.eclipses import lunar_eclipses, solar_eclipses
from miqat.sky.timescale import from_datetime64

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miqat.sky.eclipses import Contact

DEFAULT_PLACE = "Mecca"

OF_CRESCENT, OF_TABLES = 0.6, 0.4
OFF_BY_ONE = 0.05  # each way
LEAST = 0.001  # less probable days are not candidates

_INTERCALATED = 10  # the last year that may have had a thirteenth month
#: The day from which the Gregorian calendar was in use; dates before it are Julian.
FIRST_GREGORIAN = days.from_gregorian(1582, 10, 15)


class EclipseSeen(NamedTuple):
    """An eclipse above the horizon of the place on a Hijri day.

    A lunar one belongs to the day that follows its night. `greatest` is UTC; `magnitude` is
    the part of the diameter that was covered at the greatest (of the Moon: in the umbra).
    """

    body: Literal["Sun", "Moon"]
    kind: str
    greatest: np.datetime64
    magnitude: float


@dataclass(frozen=True, slots=True)
class Candidate(Jsonable):
    """A day that a written date may mean: its day number and its weight, 0 to 1.

    Of the weight that it had before the weekday was considered, `by_crescent` and `by_tables` are
    the parts that the two models gave it; the rest is from neighbouring days. `tables` are the ids
    of the tabular calendars that have the date on this day.
    """

    day: int
    weight: float
    by_crescent: float
    by_tables: float
    tables: tuple[str, ...]
    eclipses: tuple[EclipseSeen, ...] = ()

    @property
    def julian(self) -> tuple[int, int, int]:
        """Year, month and day of the Julian calendar."""
        return days.to_julian(self.day)

    @property
    def gregorian(self) -> tuple[int, int, int]:
        """Year, month and day of the Gregorian calendar, proleptic before 1582-10-15."""
        return days.to_gregorian(self.day)

    @property
    def is_julian(self) -> bool:
        """Whether the day is before 1582-10-15, when the Gregorian calendar began."""
        return self.day < FIRST_GREGORIAN

    @property
    def weekday(self) -> int:
        """The weekday of the daylight, Monday 0."""
        return days.weekday(self.day)

    def to_dict(self) -> dict[str, Any]:
        """Return weight, weekday, both civil dates, what speaks for it, and eclipses."""
        return {
            "weight": round(self.weight, 4),
            "weekday": days.WEEKDAYS[self.weekday],
            "julian": _iso(self.julian),
            "gregorian": _iso(self.gregorian),
            "by_crescent": round(self.by_crescent, 4),
            "by_tables": round(self.by_tables, 4),
            "tables": list(self.tables),
            "eclipses": [
                {
                    "body": seen.body,
                    "kind": seen.kind,
                    "greatest": f"{seen.greatest.astype('M8[s]')}Z",
                    "magnitude": round(seen.magnitude, 3),
                }
                for seen in self.eclipses
            ],
        }


@dataclass(frozen=True, slots=True)
class Reconciliation(Jsonable):
    """A written date with the days that it may mean, the most probable first.

    `fit` is the probability that the model gave to the weekday (and the eclipse) before it was
    told: small where the text contradicts itself, 1 where none was named.
    """

    written: Written
    place: Place
    candidates: tuple[Candidate, ...]
    fit: float

    @property
    def note(self) -> str:
        """What to beware of in years 1 to 10, nothing later."""
        if self.written.year > _INTERCALATED:
            return ""
        return (
            f"until {_INTERCALATED} AH months were intercalated by a rule that is not known; "
            "this counts back without them"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the text, how it was read, and the days it can have been."""
        on = self.written
        return {
            "text": on.text,
            "hijri": _iso((on.year, on.month, on.day)),
            "weekday": None if on.weekday is None else days.WEEKDAYS[on.weekday],
            "eve": on.eve,
            "place": self.place.to_dict(),
            "fit": round(self.fit, 4),
            "note": self.note,
            "candidates": [one.to_dict() for one in self.candidates],
        }


def _iso(date: tuple[int, int, int]) -> str:
    year, month, day = date
    return f"{year:04d}-{month:02d}-{day:02d}"


def reconcile(
    text: str | Written, place: str | Place = DEFAULT_PLACE, *, eclipse: bool = False
) -> Reconciliation:
    """Return the civil days that a written Hijri date may mean, each with its weight.

    The crescent is that of the place. With `eclipse` the text is taken to speak of an eclipse:
    only days with one that the place saw remain. Raises `InvalidDate` for what cannot be read
    and for a weekday (or eclipse) that fits none of the days, with the nearest; `UnknownName`
    for a month, weekday or place; `OutOfRange` for years before the Hijra, beyond the
    ephemeris, and for a place where the Sun does not set.

    >>> found = reconcile("Friday 27 Rajab 583", "Jerusalem")
    >>> found.candidates[0].julian
    (1187, 10, 2)
    """
    if not isinstance(text, str | Written):
        raise WrongType(f"a written date is a text such as '27 Rajab 583', not {text!r}")
    written = read_written(text) if isinstance(text, str) else text
    if written.year < 1:
        raise OutOfRange(
            f"year {written.year} in {written.text!r}: years count from the Hijra, and until "
            f"{_INTERCALATED} AH months were intercalated by a rule that is not known"
        )
    here = place_named(place)
    likely = _likely(_of_model(written, here))
    if not likely:
        raise InvalidDate(f"{_name(written)} did not occur: the month had 29 days by every model")
    chosen = [one for one in likely if written.weekday in (None, one.weekday)]
    if not chosen:
        raise InvalidDate(_no_weekday(written, likely))
    seen = _eclipses(chosen, here)
    chosen = [replace(one, eclipses=seen.get(one.day, ())) for one in chosen]
    if eclipse and not any(one.eclipses for one in chosen):
        near = ", ".join(_julian_words(one.day) for one in chosen)
        raise InvalidDate(f"no eclipse was seen from {here.label} on {near}")
    chosen = [one for one in chosen if one.eclipses or not eclipse]
    fit = sum(one.weight for one in chosen)
    scaled = (replace(one, weight=one.weight / fit) for one in chosen)
    order = sorted(scaled, key=lambda one: -one.weight)
    return Reconciliation(written, here, tuple(order), fit)


def _of_model(written: Written, place: Place) -> list[Candidate]:
    """Return every day that the models or a slip of a day allow, before the weekday is told."""
    date = written.year, written.month, written.day
    ids = days_by_tables(*date)
    each = OF_TABLES / max(sum(len(some) for some in ids.values()), 1)
    by_tables = {day: each * len(some) for day, some in ids.items()}
    by_crescent = {d: OF_CRESCENT * chance for d, chance in days_by_crescent(place, *date).items()}
    total = sum(by_tables.values()) + sum(by_crescent.values())
    if total < LEAST:
        return []

    def of_both(day: int) -> float:
        return (by_crescent.get(day, 0.0) + by_tables.get(day, 0.0)) / total

    kept = 1.0 - 2.0 * OFF_BY_ONE
    return [
        Candidate(
            day,
            kept * of_both(day) + OFF_BY_ONE * (of_both(day - 1) + of_both(day + 1)),
            kept * by_crescent.get(day, 0.0) / total,
            kept * by_tables.get(day, 0.0) / total,
            tuple(ids.get(day, ())),
        )
        for day in sorted({day + slip for day in {*by_crescent, *by_tables} for slip in (-1, 0, 1)})
    ]


def _likely(found: Iterable[Candidate]) -> list[Candidate]:
    return [one for one in found if one.weight >= LEAST]


def _eclipses(among: Sequence[Candidate], place: Place) -> dict[int, tuple[EclipseSeen, ...]]:
    """Return the eclipses that the place saw on the days, by day; penumbral ones are left out."""
    start = np.datetime64(min(one.day for one in among) - 2, "D")
    stop = np.datetime64(max(one.day for one in among) + 2, "D")
    where = place.latitude, place.longitude, start.astype("M8[us]"), stop.astype("M8[us]")
    found: dict[int, tuple[EclipseSeen, ...]] = {}
    for solar in solar_eclipses(*where, elevation=place.elevation):
        instant = _greatest(solar.contacts)
        seen = EclipseSeen("Sun", solar.kind, instant, solar.magnitude)
        _add(found, _local_days(instant, place), seen)
    for lunar in lunar_eclipses(*where):
        if lunar.kind != "penumbral":
            instant = _greatest(lunar.contacts)
            seen = EclipseSeen("Moon", lunar.kind, instant, lunar.umbral_magnitude)
            _add(
                found, _local_days(instant, place) + 0.5, seen
            )  # the night belongs to the next day
    return found


def _add(to: dict[int, tuple[EclipseSeen, ...]], at: float, seen: EclipseSeen) -> None:
    to[int(at // 1.0)] = (*to.get(int(at // 1.0), ()), seen)


def _local_days(instant: np.datetime64, place: Place) -> float:
    """Return an instant in days of the place's local mean time."""
    return float(from_datetime64(instant)) + place.longitude / 360.0


def _greatest(contacts: Iterable[Contact]) -> np.datetime64:
    return next(each.instant for each in contacts if each.name == "greatest")


def _no_weekday(written: Written, likely: Sequence[Candidate]) -> str:
    assert written.weekday is not None
    first, last = likely[0].day, likely[-1].day
    after = last + 1 + (written.weekday - days.weekday(last + 1)) % 7
    before = first - 1 - (days.weekday(first - 1) - written.weekday) % 7
    return (
        f"no {language('en').weekdays[written.weekday]} fits {_name(written)}, which fell between "
        f"{_julian_words(first)} and {_julian_words(last)}; the nearest are "
        f"{_julian_words(before)} and {_julian_words(after)}"
    )


def _name(written: Written) -> str:
    return f"{written.day} {language('en').months[written.month - 1]} {written.year}"


def _julian_words(day: int) -> str:
    """Return a day in words, by the civil calendar of its time."""
    names = language("en")
    civil = days.to_julian(day) if day < FIRST_GREGORIAN else days.to_gregorian(day)
    month = names.calendars["gregorian"].months[civil[1] - 1]
    return f"{names.weekdays[days.weekday(day)]} {civil[2]} {month} {civil[0]}"
