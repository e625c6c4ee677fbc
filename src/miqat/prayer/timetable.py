"""The timetable: the times of one place or of many over a run of days.

Instants are exact; the wall clock is rounded as the method says. A time that does not occur is
absent with its reason, and one that a rule replaced says which rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from miqat import days, timezones
from miqat.errors import (
    InvalidDate,
    InvalidPlace,
    MiqatError,
    MissingPart,
    OutOfRange,
    UnknownName,
    WrongType,
)
from miqat.jsonable import Jsonable, plain
from miqat.prayer.day_times import Absent, Times
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.methods.model import MOMENTS, SAME_AS, TIMES
from miqat.sky.events import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from miqat._typing import Bools, Int8s
    from miqat.places import Place
    from miqat.prayer.day_times import Time
    from miqat.prayer.engine.grid import Grid
    from miqat.prayer.methods.model import Method

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEYS = 'give a date such as "2027-02-08" or the name of a time such as "fajr"'


@dataclass(frozen=True, eq=False)
class Timetable(Jsonable):
    """The times of one or more places on consecutive days.

    `instants` maps each name to UTC `datetime64[us]`, minutes added but not rounded, shape
    (days,) for one place and (places, days) for a list of them; NaT where `how` (int8 codes
    of `Provenance`) says why there is none.
    """

    places: tuple[Place, ...]
    method: Method
    first: date
    instants: Mapping[str, NDArray[np.datetime64]]
    how: Mapping[str, Int8s]
    grid: Grid

    def __len__(self) -> int:
        return self.grid.civil.size

    def __iter__(self) -> Iterator[Times]:
        """Yield the times of each day of the one place."""
        for row in range(len(self)):
            yield self.day(self.first + timedelta(days=row))

    def __getitem__(self, key: Any) -> Any:
        """Return the times of a day, or a column: one time as the clocks show it on every day.

        The key is a date (see `day`) or the name of a time (see `local`).
        """
        if isinstance(key, str) and not key[:1].isdigit():
            return self.local(key)
        if isinstance(key, int | slice):
            raise WrongType(f"a timetable has no row {key!r}: {_KEYS}")
        return self.day(key)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> None:
            """Say how a column is written; only called for what the class does not have."""
            hint = f": write table[{name!r}]" if name in TIMES else ""
            raise AttributeError(f"a Timetable has no attribute {name!r}{hint}")

    def __contains__(self, key: object) -> bool:
        """Whether the table has a time of the name, or the day."""
        if isinstance(key, str) and not key[:1].isdigit():
            return key in self.instants
        try:
            return self.first <= days.as_date(key) <= self.last
        except MiqatError:
            return False

    def __repr__(self) -> str:
        who = str(self.places[0]) if len(self.places) == 1 else f"{len(self.places)} places"
        return (
            f"<Timetable: {who}, {self.first} to {self.last}, method {self.method.id}, "
            f"{', '.join(self.instants)}>"
        )

    @property
    def last(self) -> date:
        """The last day of the table."""
        return self.first + timedelta(days=len(self) - 1)

    @property
    def ramadan(self) -> Bools | None:
        """Which of the days are of Ramadan; None where nobody said by which calendar."""
        return self.grid.ramadan

    @property
    def place(self) -> Place:
        """The place of a table of one. Raises `InvalidPlace` for a table of several."""
        if len(self.places) != 1:
            raise InvalidPlace(
                f"this timetable is of {len(self.places)} places: take one of its `tables()`"
            )
        return self.places[0]

    def tables(self) -> Iterator[Timetable]:
        """Yield the timetable of each place."""
        if len(self.places) == 1:
            yield self
            return
        for row, place in enumerate(self.places):
            instants = {name: values[row] for name, values in self.instants.items()}
            how = {name: values[row] for name, values in self.how.items()}
            yield replace(self, places=(place,), instants=instants, how=how)

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

    def day(self, date: Any) -> Times:
        """Return the times of one day at the one place.

        The day is a date, ISO text or a `datetime64`. Raises `InvalidDate` outside the table,
        `InvalidPlace` for a table of several places, `OutOfRange` for a table that leaves out
        some of the times.
        """
        self.place  # noqa: B018 - raises for a table of several places
        if missing := [name for name in TIMES if name not in self.instants]:
            raise OutOfRange(f"a day has all times, and the table leaves out {', '.join(missing)}")
        on, index = self._index(date)
        how = {name: Provenance(int(self.how[name].reshape(-1)[index])) for name in self.instants}
        cells = {name: self._cell(name, index, how[name]) for name in TIMES}
        return Times(on, **cells, how=how)

    def time(self, name: str, date: Any) -> Time:
        """Return one time of one day at the one place, of those that the table has.

        Raises as `day`, and `UnknownName` for a time that the table leaves out.
        """
        self.place  # noqa: B018 - raises for a table of several places
        if name not in self.instants:
            raise UnknownName.among("time", name, self.instants)
        _, index = self._index(date)
        return self._cell(name, index, Provenance(int(self.how[name].reshape(-1)[index])))

    def _index(self, date: Any) -> tuple[date, int]:
        on = days.as_date(date)
        if not self.first <= on <= self.last:
            raise InvalidDate(f"{on} is not in the timetable of {self.first} to {self.last}")
        return on, (on - self.first).days

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the table as columns of equal length, ready for a data frame.

        "date" is `datetime64[D]`; each time is the clock of the place, `datetime64[m]`, NaT where
        it does not occur. A table of several places begins with a column "place" and has the
        days of the first place first.
        """
        found: dict[str, NDArray[Any]] = {}
        if len(self.places) != 1:
            names = np.array([str(place) for place in self.places])
            found["place"] = np.repeat(names, len(self))
        found["date"] = np.tile(self.days, len(self.places))
        return found | {name: self.local(name).reshape(-1) for name in self.instants}

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame of `columns`. Raises `MissingPart` without pandas."""
        from importlib import import_module

        try:
            pandas = import_module("pandas")
        except ImportError:
            raise MissingPart("a data frame needs pandas: pip install pandas") from None
        return pandas.DataFrame(self.columns())

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain data: the place, the method, and the times of each day.

        A table of several places has a list of such tables.
        """
        if len(self.places) != 1:
            return {"tables": [table.to_dict() for table in self.tables()]}
        return {
            "place": self.place.to_dict(),
            "method": self.method.id,
            "days": [self._row(row) for row in range(len(self))],
        }

    def _row(self, row: int) -> dict[str, Any]:
        found: dict[str, Any] = {"date": plain(self.first + timedelta(days=row))}
        for name in self.instants:
            how = Provenance(int(self.how[name].reshape(-1)[row]))
            found[name] = plain(self._cell(name, row, how))
        return found

    def absent(self, name: str, how: Provenance) -> Absent:
        """Return the absence of a code of `how`, with its reason."""
        if how in (Provenance.WITHOUT_ITS_BASE, Provenance.UNPRINTED, Provenance.LEFT_OUT):
            return Absent(name, how)
        of = SAME_AS.get(name, name)
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
