"""Prayer times of some days with their Hijri dates, and notes on replaced times.

`miqat times` prints it as text, data or a page for a wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from miqat import days, languages
from miqat.almanac import ramadan_page
from miqat.almanac.resolve import CalendarChoice, calendar_choice, ramadan_calendar
from miqat.constants import RAMADAN
from miqat.errors import OutOfRange
from miqat.jsonable import Jsonable, plain
from miqat.places import as_place, namesakes
from miqat.prayer import ALL_TIMES, TIMES, Provenance, default_method, method_for, times
from miqat.prayer.reference_point import agreement_at

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from miqat._typing import Bools
    from miqat.almanac.ramadan_page import RamadanMonth
    from miqat.authorities import Authority
    from miqat.calendars import Calendar, HijriDate
    from miqat.places import Place, PlaceLike
    from miqat.prayer import DefaultMethod, Method, Timetable
    from miqat.prayer.iqama import IqamaRule
    from miqat.prayer.published.reader import PublishedTable

    Column = tuple[NDArray[np.datetime64], Bools]

#: Default columns; in Ramadan with imsak before them.
SHOWN = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")

_MOST_DAYS = 36_525
_MARKS = "*†‡§¶‖"
_PLAIN = frozenset({Provenance.OBSERVED, Provenance.INTERVAL, Provenance.IMPORTED})

#: The description of each rule that replaces a time.
BENT = {
    Provenance.MIDDLE: "the middle of the night",
    Provenance.SEVENTH: "a seventh of the night",
    Provenance.ANGLE: "a 60th of the angle as a part of the night",
    Provenance.NEAREST_LATITUDE: "the time at the nearest latitude that has it",
    Provenance.NEAREST_DAY: "the time on the nearest day that has it",
    Provenance.MECCA: "the same part of the night as in Mecca",
    Provenance.MOONSIGHTING: "the Moonsighting Committee's seasonal function",
    Provenance.DIYANET: "Diyanet's rule from 45 degrees of latitude on",
    Provenance.LOCAL_ESTIMATION: "local relative estimation",
    Provenance.DIYANET_EUROPE: "Diyanet's rule for Europe, where there is no dawn of 18°",
    Provenance.ORDERED: "moved to the time before it",
    Provenance.CAPPED: "limited to the method's longest interval",
    Provenance.POLAR_LATITUDE: "sunrise or sunset at the nearest latitude that has them",
    Provenance.POLAR_DAY: "sunrise or sunset on the nearest day that has them",
}

_TWILIGHTS = frozenset(
    code for code in BENT if Provenance.MIDDLE <= code <= Provenance.LOCAL_ESTIMATION
)
_WHEN = {
    "beyond": "because there is no twilight or it is farther from sunset or sunrise",
    "absent": "because there is no twilight",
    "always": "as on every day by this method",
}


class ShownTime(NamedTuple):
    """One time of a day: the wall clock or None, how it came to be, and its mark in the table."""

    clock: datetime | None
    how: Provenance
    mark: str = ""


class Note(NamedTuple):
    """The meaning of a mark, and the times that have it."""

    mark: str
    names: tuple[str, ...]
    text: str


class TimesheetRow(NamedTuple):
    """One civil day: its Hijri date (if the calendar has it), times and iqama."""

    date: date
    hijri: HijriDate | None
    times: dict[str, ShownTime]
    iqama: dict[str, ShownTime]

    @property
    def fasting(self) -> bool:
        """Whether the day is of Ramadan by the sheet's calendar."""
        return self.hijri is not None and self.hijri.month == RAMADAN and _is_islamic(self.hijri)


@dataclass(frozen=True, slots=True)
class Timesheet(Jsonable):
    """Some days of one place; `notes` explain the marks, `unreached` why there is no Hijri date.

    The times are those of `table.place`: the authority's reference point, if it has one.
    """

    place: Place
    table: Timetable
    calendar_choice: CalendarChoice
    names: tuple[str, ...]
    iqama_names: tuple[str, ...]
    rows: tuple[TimesheetRow, ...]
    notes: tuple[Note, ...]
    unreached: str = ""
    imported: bool = False
    ramadan: RamadanMonth | None = None

    def possible(self, row: TimesheetRow) -> bool:
        """Whether a day is the 30th of a Ramadan that may have 29 days."""
        return self.ramadan is not None and row.date == self.ramadan.thirtieth

    @property
    def calendar(self) -> Calendar:
        """The calendar of the Hijri dates."""
        return self.calendar_choice.calendar

    @property
    def method(self) -> Method:
        """The method of the times."""
        return self.table.method

    @property
    def agreement(self) -> str:
        """The measured agreement of the method, if it is true of the point and of the days."""
        return agreement_at(self.table.place, self.method, self.table.first, self.table.last)

    @property
    def default(self) -> DefaultMethod | None:
        """The default of the place, if the times are by it."""
        found = default_method(self.place)
        return found if found.method == self.method else None

    @property
    def bent(self) -> bool:
        """Whether any time was replaced by a rule or is absent."""
        return any(cell.how not in _PLAIN for row in self.rows for cell in row.times.values())

    def months(self) -> list[tuple[TimesheetRow, ...]]:
        """Return the rows by civil month."""
        by_month = groupby(self.rows, key=lambda row: (row.date.year, row.date.month))
        return [tuple(rows) for _, rows in by_month]

    def to_dict(self) -> dict[str, Any]:
        """Return the sheet as plain data: exact instants next to the minutes of the clock."""
        method, point = self.method, self.table.place
        return {
            "place": {
                **self.place.to_dict(),
                "namesakes": [namesake.label for namesake in namesakes(self.place)],
            },
            "point": {"latitude": point.latitude, "longitude": point.longitude},
            "method": {
                "id": method.id,
                "title": method.title,
                "source": method.source,
                "agreement": self.agreement or None,
            },
            "calendar": self.calendar.id,
            "imported": self.imported,
            **({"ramadan": self._ramadan()} if self.ramadan else {}),
            "days": [self._day(at, row) for at, row in enumerate(self.rows)],
            "notes": [{"of": list(note.names), "text": note.text} for note in self.notes],
        }

    def _ramadan(self) -> dict[str, Any]:
        assert self.ramadan is not None
        said = ramadan_page.reservation(self.ramadan, languages.language("en"), "latn")
        return {**self.ramadan.to_dict(), "reservation": " ".join(said)}

    def _day(self, at: int, row: TimesheetRow) -> dict[str, Any]:
        found: dict[str, Any] = {
            "date": plain(row.date),
            "hijri": row.hijri and row.hijri.isoformat(),
            "times": {name: self._time(name, at, cell) for name, cell in row.times.items()},
        }
        if self.ramadan is not None:
            found["possible"] = self.possible(row)
        if row.iqama:
            found["iqama"] = {
                name: cell.clock and cell.clock.isoformat(timespec="minutes")
                for name, cell in row.iqama.items()
            }
        return found

    def _time(self, name: str, at: int, cell: ShownTime) -> dict[str, Any]:
        how = plain(cell.how)
        if cell.clock is None:
            reason = self.table.absent(name, cell.how).why
            return {"instant": None, "clock": None, "how": how, "reason": reason}
        instant = self.table.instants[name].reshape(-1)[at]
        return {
            "instant": f"{instant.astype('datetime64[ms]')}Z",
            "clock": cell.clock.isoformat(timespec="minutes"),
            "how": how,
        }


def timesheet(
    place: PlaceLike,
    start: Any,
    stop: Any,
    *,
    method: str | Method | None = None,
    calendar: str | Calendar | None = None,
    authority: str | Authority | None = None,
    names: Collection[str] | None = None,
    published: PublishedTable | None = None,
    iqama: Sequence[IqamaRule] = (),
    ramadan: RamadanMonth | None = None,
) -> Timesheet:
    """Return the times of a place from `start` to `stop`, both included, with Hijri dates.

    `method` is by default that of the place (`prayer.times`). Hijri dates are of the calendar or
    the authority that is asked for, else of the documented default of the place. They also say when
    a method changes in Ramadan, unless nothing was asked for and the method names a calendar.
    `published` replaces the times that it has; its congregations are used as iqama where `iqama`
    has no rule. `ramadan` makes it a page of that month, with the columns of the place's country.
    Raises as `miqat.prayer.times`.
    """
    here = as_place(place)
    start, stop = days.as_date(start), days.as_date(stop)
    rule = method_for(here, method)
    kept = calendar_choice(here, calendar, authority)
    civil = range(days.from_date(start), days.from_date(stop) + 1)
    if len(civil) > _MOST_DAYS:
        raise OutOfRange(
            f"{len(civil):,} days are too many for a timetable; {_MOST_DAYS:,} (100 years) are "
            "the most"
        )
    hijri, unreached = _hijri(kept.calendar, civil)
    shown = _names(names, hijri, published, single=start == stop)
    default = default_method(here)
    if ramadan is not None and names is None and published is None:
        # A sheet without fajr is true only where imsak is at fajr, by the country's own method.
        shown = ramadan_page.columns(here.country if rule == default.method else None)
    if names is None and published is None and rule == default.method:
        shown = _with_both_asr(shown, default.other_asr)
    fasts = ramadan_calendar(rule, kept)
    if ramadan is not None and rule.ramadan.moments:
        fasts = ramadan.as_shown() or fasts
    table, columns = _reckoned(
        here, start, stop, rule, fasts, shown, published, iqama, kept.calendar
    )
    marks = _Marks(table)
    rows = tuple(
        TimesheetRow(
            days.to_date(day),
            on,
            {name: marks.time(name, at) for name in shown},
            {name: marks.iqama(name, column, at) for name, column in columns.items()},
        )
        for at, (day, on) in enumerate(zip(civil, hijri, strict=True))
    )
    return Timesheet(
        here, table, kept, shown, tuple(columns), rows, marks.notes(), unreached,
        published is not None, ramadan,
    )  # fmt: skip


def _hijri(calendar: Calendar, civil: range) -> tuple[list[HijriDate | None], str]:
    found: list[HijriDate | None] = []
    unreached = ""
    for day in civil:
        try:
            found.append(calendar.from_day(day))
        except OutOfRange as error:
            unreached = unreached or str(error)
            found.append(None)
    return found, unreached


def _names(
    names: Collection[str] | None,
    hijri: list[HijriDate | None],
    published: PublishedTable | None,
    *,
    single: bool,
) -> tuple[str, ...]:
    if names is not None:
        return tuple(name for name in ALL_TIMES if name in names)
    if published is not None:
        return tuple(published.minutes)
    if single:
        return TIMES
    fasting = any(on is not None and on.month == RAMADAN and _is_islamic(on) for on in hijri)
    return ("imsak", *SHOWN) if fasting else SHOWN


def _with_both_asr(shown: tuple[str, ...], other: str | None) -> tuple[str, ...]:
    """Return the columns with the other asr after the usual one, where the place has both."""
    if other is None or "asr" not in shown:
        return shown
    found = [name for name in shown if name != "asr_hanafi"]
    found.insert(found.index("asr") + 1, other)
    return tuple(found)


def _is_islamic(on: HijriDate) -> bool:
    return on.calendar.month_names == "islamic"


def _reckoned(
    where: Place,
    start: date,
    stop: date,
    rule: Method,
    calendar: Calendar | None,
    shown: tuple[str, ...],
    published: PublishedTable | None,
    rules: Sequence[IqamaRule],
    hijri: Calendar,
) -> tuple[Timetable, dict[str, Column]]:
    """Return the timetable, and the iqama of each prayer with where it is too early."""
    table = times(where, start, stop, rule, calendar=calendar, names=shown)
    if published is not None:
        from miqat.prayer.published.overlay import with_published

        table = with_published(table, published)
    columns: dict[str, Column] = {}
    if published is not None:
        from miqat.prayer.published.overlay import congregations

        columns |= congregations(table, published)
    if rules:
        columns |= _iqama(where, start, stop, rule, calendar, published, rules, hijri)
    return table, columns


def _iqama(
    where: Place,
    start: date,
    stop: date,
    rule: Method,
    calendar: Calendar | None,
    published: PublishedTable | None,
    rules: Sequence[IqamaRule],
    hijri: Calendar,
) -> dict[str, Column]:
    from miqat.prayer.iqama import REACH, iqama_times, names_needed
    from miqat.prayer.published.overlay import with_published

    # A week that begins before the sheet or ends after it is counted whole.
    reach = REACH if any(each.changes_on is not None for each in rules) else 0
    first, last = start - timedelta(days=reach), stop + timedelta(days=reach)
    bounds = [(rule.since, rule.until)]
    if published is not None:
        bounds.append((published.days[0].astype(date), published.days[-1].astype(date)))
    for begins, ends in bounds:
        first = max(first, begins) if begins is not None and begins <= start else first
        last = min(last, ends) if ends is not None and ends >= stop else last
    table = times(where, first, last, rule, calendar=calendar, names=names_needed(rules))
    if published is not None:
        table = with_published(table, published)
    found = iqama_times(table, rules, hijri)
    wanted = slice((start - first).days, (stop - first).days + 1)
    return {name: (found.local[name][wanted], found.early[name][wanted]) for name in found.local}


class _Marks:
    """The marks of a sheet, given in the order in which they are first needed."""

    def __init__(self, table: Timetable) -> None:
        self._table = table
        self._local = {name: table.local(name).reshape(-1) for name in table.instants}
        self._how = {name: codes.reshape(-1) for name, codes in table.how.items()}
        self._names: dict[str, dict[str, None]] = {}

    def time(self, name: str, at: int) -> ShownTime:
        how = Provenance(int(self._how[name][at]))
        if how < 0:
            absent = str(self._table.absent(name, how)).removeprefix("none: ")
            return ShownTime(None, how, self._mark(absent, name))
        mark = "" if how in _PLAIN else self._mark(self._why(how), name)
        return ShownTime(self._local[name][at].astype(datetime), how, mark)

    def iqama(self, name: str, column: Column, at: int) -> ShownTime:
        local, early = column
        mark = self._mark("set before the prayer's time", f"iqama of {name}") if early[at] else ""
        return ShownTime(local[at].astype(datetime), Provenance.INTERVAL, mark)

    def _why(self, how: Provenance) -> str:
        """Return which rule replaced a time, and the condition for it."""
        if how not in _TWILIGHTS:
            return BENT[how]
        return f"{BENT[how]}, {_WHEN[self._table.method.latitudes.apply]}"

    def _mark(self, text: str, name: str) -> str:
        self._names.setdefault(text, {})[name] = None
        return self._sign(list(self._names).index(text))

    @staticmethod
    def _sign(number: int) -> str:
        return _MARKS[number % len(_MARKS)] * (number // len(_MARKS) + 1)

    def notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(self._sign(number), tuple(names), text)
            for number, (text, names) in enumerate(self._names.items())
        )
