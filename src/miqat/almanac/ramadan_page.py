"""The page of Ramadan: its columns by country, and how certain the month is, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.authorities.forecasting.month_forecast import forecast, paths
from miqat.calendars import from_month_starts
from miqat.calendars.text import formatting
from miqat.constants import RAMADAN
from miqat.data import read_toml
from miqat.jsonable import Jsonable, plain
from miqat.languages import in_digits
from miqat.once import once

if TYPE_CHECKING:
    from datetime import date

    from miqat.almanac.resolve import CalendarChoice
    from miqat.calendars import Calendar
    from miqat.languages import Language

_SMALLEST = 0.005  # a share that is 1 % when it is rounded
_LONG = 30


@dataclass(frozen=True, slots=True)
class RamadanMonth(Jsonable):
    """How certain a Ramadan is.

    `by` is whose month it is. `other_first` has the other days on which it may begin, with
    their probabilities; `thirtieth` is the civil date of the 30th day where the month may have
    29 or 30 days, else None.
    """

    year: int
    certainty: str
    source: str
    by: str
    first: date
    last: date
    other_first: tuple[tuple[date, float], ...] = ()
    thirtieth: date | None = None

    @property
    def last_shown(self) -> date:
        """The last day of a page of the month, with the 30th that may be of it."""
        return max(self.last, self.thirtieth or self.last)

    def as_shown(self) -> Calendar | None:
        """Return a calendar in which the 30th that may be of the month is; None without one."""
        if self.thirtieth is None:
            return None
        first = days.from_date(self.first)
        starts = [first - _LONG * (RAMADAN - 1 - at) for at in range(RAMADAN)]
        starts += [first + _LONG * at for at in range(1, 5)]
        return from_month_starts("ramadan-of-30-days", starts, first_year=self.year)

    def to_dict(self) -> dict[str, Any]:
        """Return the month as plain data."""
        return {
            "year": self.year,
            "certainty": self.certainty,
            "source": self.source,
            "by": self.by,
            "first": plain(self.first),
            "other_first": [
                {"first": plain(day), "probability": round(share, 4)}
                for day, share in self.other_first
            ],
            "thirtieth_possible": plain(self.thirtieth),
        }


def ramadan_month(choice: CalendarChoice, year: int) -> RamadanMonth:
    """Return the Ramadan of a Hijri year by the calendar in effect. Raises `OutOfRange`."""
    month = choice.calendar.month(year, RAMADAN)
    by = choice.authority.title if choice.authority else choice.calendar.title
    certainty, first_date, last_date = month.certainty.value, month.first_date, month.last_date
    plainly = RamadanMonth(year, certainty, month.source, by, first_date, last_date)
    if choice.authority is None:
        return plainly
    begins = forecast(choice.authority, year, RAMADAN)
    others = tuple(
        (start.date, start.probability)
        for start in begins.candidates
        if start.day != month.first_day and start.probability >= _SMALLEST
    )
    long, total = 0.0, 0.0
    for path in paths(choice.authority, (year, RAMADAN), (year, RAMADAN + 1)):
        first, following = path.days
        if first == month.first_day:
            total += path.probability
            long += path.probability * (following - first == _LONG)
    open_end = total > 0 and _SMALLEST <= long / total <= 1 - _SMALLEST
    thirtieth = days.to_date(month.first_day + _LONG - 1) if open_end else None
    return replace(plainly, other_first=others, thirtieth=thirtieth)


def columns(country: str | None) -> tuple[str, ...]:
    """Return the times of the page of a country by its ISO code, else those of the general page.

    >>> columns("MY"), columns(None)[:2]
    (('imsak', 'fajr', 'maghrib'), ('imsak', 'fajr'))
    """
    return tuple(_page(country)["columns"])


def headings(country: str | None, language: str) -> dict[str, str]:
    """Return the country's own words for suhoor and iftar in a language, if it has any."""
    found: dict[str, dict[str, str]] = _page(country).get("headings", {})
    return found.get(language.partition("-")[0], {})


def reservation(month: RamadanMonth, language: Language, digits: str) -> tuple[str, ...]:
    """Return how certain the month is, sentence by sentence; in English where words lack."""
    known: dict[str, dict[str, str]] = _pages()["reservations"]
    words = known.get(language.code.partition("-")[0], known["en"])
    lines = []
    if month.certainty in words:
        lines.append(words[month.certainty].format(by=month.by))
    for day, share in month.other_first:
        fields = formatting.gregorian_fields(days.from_date(day))
        pattern = language.calendar("gregorian").long
        on = formatting.write(pattern, fields, fields, language, digits)
        lines.append(words["other"].format(day=on, share=in_digits(f"{share:.0%}", digits)))
    if month.thirtieth is not None:
        lines.append(in_digits(words["thirtieth"], digits))
    return tuple(lines)


def _page(country: str | None) -> dict[str, Any]:
    pages = _pages()
    found: dict[str, Any] = pages["countries"].get(country or "", pages["general"])
    return found


@once
def _pages() -> dict[str, Any]:
    return read_toml("prayer/ramadan_pages.toml")
