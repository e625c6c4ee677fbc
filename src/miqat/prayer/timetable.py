"""The timetable: the times of one place or of many over a run of days.

Instants are exact; the wall clock is rounded as the method says. What does not occur is
absent with its reason, and what a rule replaced says which rule: never a made-up minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from miqat import days, timezones
from miqat.errors import InvalidDate, UnknownName
from miqat.places import Place
from miqat.prayer.engine.grid import Grid
from miqat.prayer.engine.multi_point import combine_points
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.load import DEFAULT_METHOD
from miqat.prayer.methods.load import method as method_named
from miqat.prayer.methods.model import MOMENTS, TIMES, Method
from miqat.sky.events import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from miqat.calendars import Calendar
    from miqat.prayer.fasting import TimeSpan


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Absent:
    """A time that does not occur on a day, and why. It is false where a time is true.

    `of` is the time whose absence it is: itself, or what it is counted from.
    """

    name: str
    reason: Reason | Provenance
    of: str = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        if self.reason is Provenance.WITHOUT_ITS_BASE:
            return "none: the time that it is counted from does not occur"
        if self.reason is Provenance.UNPRINTED:
            return "none: the published table has none on this day"
        if self.reason is Provenance.LEFT_OUT:
            return "none: the place's clock left this day out"
        return f"none: {_WHY[self.of or self.name, int(self.reason)]}"


def _why() -> dict[tuple[str, int], str]:
    above, below, neither = Reason.STAYS_ABOVE, Reason.STAYS_BELOW, Reason.NO_SUCH_ALTITUDE
    found: dict[tuple[str, int], str] = {
        ("sunrise", above): "the Sun does not set",
        ("sunrise", below): "the Sun does not rise",
        ("dhuha", above): "the Sun stays above the altitude of dhuha",
        ("dhuha", below): "the Sun does not climb so high",
        ("maghrib", above): "the Sun does not set",
        ("maghrib", below): "the Sun does not rise",
    }
    for name in ("asr", "asr_hanafi"):
        found[name, above] = "the shadow never grows that long"
        found[name, below] = "the Sun is on the horizon at noon"
        found[name, neither] = "the Sun is below the horizon at noon"
    for name, twilight in (("imsak", "fajr"), ("fajr", "fajr"), ("isha", "isha")):
        found[name, above] = f"the Sun stays above the altitude of {twilight}"
        found[name, below] = f"the Sun stays below the altitude of {twilight}"
    return found


_WHY = _why()

Time = datetime | Absent


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one day, whole minutes of the place's own clock, or typed absences.

    `asr` is the method's, `asr_hanafi` that of twice the height; `midnight` and `last_third`
    are those of the night that follows. `how` says of each how it came to be.
    """

    date: date
    imsak: Time
    fajr: Time
    sunrise: Time
    dhuha: Time
    dhuhr: Time
    asr: Time
    asr_hanafi: Time
    maghrib: Time
    isha: Time
    midnight: Time
    last_third: Time
    how: Mapping[str, Provenance]

    def items(self) -> list[tuple[str, Time]]:
        """Return names and times in the order of the day."""
        return [(name, getattr(self, name)) for name in TIMES]


@dataclass(frozen=True, eq=False)
class Timetable:
    """The times of one or more places on consecutive days.

    `instants` maps each name to UTC `datetime64[us]`, minutes added but not rounded, shape
    (days,) for one place and (places, days) for a list of them; NaT where `how` (int8 codes
    of `Provenance`) says why there is none.
    """

    places: tuple[Place, ...]
    method: Method
    first: date
    instants: Mapping[str, NDArray[np.datetime64]]
    how: Mapping[str, NDArray[np.int8]]
    grid: Grid

    def __len__(self) -> int:
        return self.grid.civil.size

    @property
    def ramadan(self) -> NDArray[np.bool_] | None:
        """Which of the days are of Ramadan; None where nobody said by which calendar."""
        return self.grid.ramadan

    @property
    def place(self) -> Place:
        """The place of a table of one. Raises `ValueError` for a table of several."""
        (only,) = self.places
        return only

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The civil days of the table, `datetime64[D]`."""
        return np.datetime64(self.first, "D") + np.arange(len(self))

    def local(self, name: str) -> NDArray[np.datetime64]:
        """Return a time as the places' own clocks show it, rounded: `datetime64[m]`, or NaT.

        Shapes are those of `instants`. Raises `UnknownName`.
        """
        if name not in self.instants:
            raise UnknownName.among("time", name, self.instants)
        instants = self.instants[name]
        if instants.ndim == 1:
            return self._local(name, instants, self.places[0])
        found = np.empty(instants.shape, "datetime64[m]")
        rows_of: dict[str, list[int]] = {}
        for row, at in enumerate(self.places):
            rows_of.setdefault(at.zone.key, []).append(row)
        for rows in rows_of.values():  # one look at the clock of a zone for all its places
            found[rows] = self._local(name, instants[rows], self.places[rows[0]])
        return found

    def _local(
        self, name: str, instants: NDArray[np.datetime64], at: Place
    ) -> NDArray[np.datetime64]:
        rounded = instants + self.grid.rounds_by(name).astype("timedelta64[us]")
        return timezones.to_wall(at.zone, rounded).astype("datetime64[m]")

    def day(self, on: date) -> Times:
        """Return the times of one day at the one place.

        Raises `InvalidDate` outside the table, `ValueError` for a table of several places.
        """
        if missing := [name for name in TIMES if name not in self.instants]:
            raise ValueError(f"a day has all times, and the table leaves out {', '.join(missing)}")
        index = (on - self.first).days
        if not 0 <= index < len(self):
            last = self.first + timedelta(days=len(self) - 1)
            raise InvalidDate(f"{on} is not in the timetable of {self.first} to {last}")
        how = {name: Provenance(int(self.how[name].reshape(-1)[index])) for name in self.instants}
        cells = {name: self._cell(name, index, how[name]) for name in TIMES}
        return Times(on, **cells, how=how)

    def makruh(self, on: date) -> list[TimeSpan]:
        """Return the hours of no prayer of a day; see `fast.makruh`."""
        from miqat.prayer.fasting import makruh

        return makruh(self, on)

    def absent(self, name: str, how: Provenance) -> Absent:
        """Return the absence that a code of `how` stands for, with its reason."""
        if how in (Provenance.WITHOUT_ITS_BASE, Provenance.UNPRINTED, Provenance.LEFT_OUT):
            return Absent(name, how)
        of = name
        while of in MOMENTS and (base := self.method.moment(of).of) is not None:
            of = base
        return Absent(name, Reason(-int(how)), of)

    def _cell(self, name: str, index: int, how: Provenance) -> Time:
        if how < 0:
            return self.absent(name, how)
        instant = self.instants[name].reshape(-1).view(np.int64)[index]
        rounded = timedelta(microseconds=int(instant + self.grid.rounds_by(name)[index]))
        # The minutes are the clock's own: its offset may hold seconds (St. John's to 1935).
        clock = (_EPOCH + rounded).astimezone(self.place.zone)
        return clock.replace(second=0, microsecond=0)


def times(
    where: Place | Sequence[Place],
    start: date,
    stop: date | None = None,
    method: str | Method = DEFAULT_METHOD,
    *,
    calendar: str | Calendar | None = None,
    names: Collection[str] = TIMES,
) -> Timetable:
    """Return the times of a place or of places from `start` to `stop`, both included.

    `stop` is `start` unless given; the method is an id or a `Method`. Days are civil days
    of the place's own clock; one that the clock left out has no times. `calendar` says when
    Ramadan is, in place of the calendar that the method names; `names` leaves out times that
    are not wanted. Raises `UnknownName`, `InvalidDate` when `stop` comes before `start` or
    the days are not those the method is for, `InvalidRule` when a method needs a Ramadan and
    has no calendar, `OutOfRange`.
    """
    rule = method_named(method)
    count = ((stop or start) - start).days + 1
    if count < 1:
        raise InvalidDate(f"the timetable would end on {stop}, before it starts on {start}")
    for name in names:
        if name not in TIMES:
            raise UnknownName.among("time", name, TIMES)
    places = (where,) if isinstance(where, Place) else tuple(where)
    grid = Grid.of(rule, days.from_date(start), count, calendar)
    instants, how = combine_points(grid, places, tuple(name for name in TIMES if name in names))
    _leave_out(grid, places, instants, how)
    if isinstance(where, Place):
        instants = {name: values[0] for name, values in instants.items()}
        how = {name: values[0] for name, values in how.items()}
    return Timetable(places, rule, start, instants, how, grid)


def timetables(
    where: Iterable[Place],
    start: date,
    stop: date | None = None,
    method: str | Method = DEFAULT_METHOD,
    *,
    calendar: str | Calendar | None = None,
    names: Collection[str] = TIMES,
    chunk: int = 4_000,
    progress: Callable[[int], object] | None = None,
) -> Iterator[Timetable]:
    """Yield the timetables of many places, `chunk` of them at a time, in the order they come.

    Memory is that of one chunk: 50 bytes a place, day and six times. Calls `progress` with the
    number of places done after each. Places come from any iterable, which is read as far as
    is needed. Raises as `times`, `ValueError` for a chunk of less than one.
    """
    if chunk < 1:
        raise ValueError(f"a chunk of {chunk} places")
    coming = iter(where)
    while places := list(islice(coming, chunk)):
        yield times(places, start, stop, method, calendar=calendar, names=names)
        if progress is not None:
            progress(len(places))


def _leave_out(
    grid: Grid,
    places: Sequence[Place],
    instants: Mapping[str, NDArray[np.datetime64]],
    how: Mapping[str, NDArray[np.int8]],
) -> None:
    """Take the times from the days that the clock of a place left out."""
    zones = {place.zone.key: place.zone for place in places}
    for zone in zones.values():
        missing = timezones.left_out(zone, grid.first, grid.civil.size)
        if missing.any():
            rows = np.array([place.zone is zone for place in places])
            cells = np.ix_(rows, missing)
            for name in instants:
                instants[name][cells] = np.datetime64("NaT")
                how[name][cells] = Provenance.LEFT_OUT
