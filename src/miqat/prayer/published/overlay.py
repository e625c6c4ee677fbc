"""A mosque's table: its printed minutes in place of computed ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from miqat import days
from miqat.errors import InvalidDate, InvalidTable
from miqat.prayer.engine.sun import Provenance
from miqat.prayer.published.reader import MISSING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from miqat._typing import Bools
    from miqat.prayer.published.reader import PublishedTable
    from miqat.prayer.timetable import Timetable


def with_published(table: Timetable, published: PublishedTable) -> Timetable:
    """Return the timetable of one place with the times that a published table has.

    Each is `Provenance.IMPORTED`, or absent as `Provenance.UNPRINTED` for an empty cell; times that
    the published table has no column for stay as computed. Raises `InvalidDate` for a day that it
    does not have, `InvalidTable` for a minute that the clock leaves out.
    """
    rows = np.searchsorted(published.days, table.days)
    held = published.days[np.minimum(rows, len(published) - 1)] == table.days
    if not held.all():
        day = table.days[np.argmin(held)]
        raise InvalidDate(
            f"{day} is not in the published table of {published.days[0]} to {published.days[-1]}"
        )
    instants, how = dict(table.instants), dict(table.how)
    for name in table.instants:
        if name in published.minutes:
            minutes = published.minutes[name][rows]
            instants[name] = _instants(table.days, minutes, table.place.zone)
            missing = minutes == MISSING
            how[name] = np.where(missing, Provenance.UNPRINTED, Provenance.IMPORTED).astype(np.int8)
    return replace(table, instants=instants, how=how)


def _instants(
    on: NDArray[np.datetime64], minutes: NDArray[np.int16], zone: ZoneInfo
) -> NDArray[np.datetime64]:
    found = np.full(on.size, np.datetime64("NaT", "us"))
    for at, minute in enumerate(minutes.tolist()):
        if minute != MISSING:
            civil = days.to_date(int(on[at].astype(np.int64)))
            clock = datetime.combine(civil, datetime.min.time()) + timedelta(minutes=minute)
            found[at] = np.datetime64(_instant(clock, zone).replace(tzinfo=None), "us")
    return found


def _instant(clock: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a clock; of two, the first, as printed tables cannot say which."""
    instant = clock.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != clock:
        raise InvalidTable(f"there is no {clock:%Y-%m-%d %H:%M} on the clock of {zone.key}")
    return instant


def congregations(
    table: Timetable, published: PublishedTable
) -> dict[str, tuple[NDArray[np.datetime64], Bools]]:
    """Return the iqama that a published table has on the days of a timetable, by prayer.

    Wall clocks, `datetime64[m]` or NaT, and where one is before its printed prayer.
    """
    rows = np.searchsorted(published.days, table.days)
    found = {}
    for name, column in published.iqama.items():
        minutes = column[rows].astype(np.int64)
        local = table.days.astype("datetime64[m]") + minutes.astype("timedelta64[m]")
        local[minutes == MISSING] = np.datetime64("NaT")
        begins = published.minutes.get(name, column)[rows].astype(np.int64)
        early = (minutes != MISSING) & (begins != MISSING) & (minutes < begins)
        found[name] = local, early
    return found
