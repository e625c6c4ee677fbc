"""The number of the last entry on a server, asked for often over one connection."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from miqat.authorities.store import migrations
from miqat.authorities.store.reader import fault
from miqat.authorities.store.writer import connection_to

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from miqat.authorities.store.reader import Location


class ServerWatch:
    """Asks a server which entry is its last.

    A writer holds the store alone until it has committed, so that numbers become visible in
    their order.
    """

    def __init__(self, place: Location) -> None:
        self._place = place
        self._connection: Connection | None = None

    def last_row(self) -> int:
        """Return the number of the last entry, 0 for none; raises `StoreFault`."""
        try:
            if self._connection is None:
                self._connection = connection_to(self._place)
            with self._connection.begin():
                if migrations.version_of(self._connection, self._place) == 0:
                    return 0
                last = select(func.max(migrations.announcement.c.id))
                return int(self._connection.execute(last).scalar() or 0)
        except DBAPIError as error:
            self.close()
            raise fault(error, self._place, "read") from None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(DBAPIError):
                connection.invalidate()
            connection.close()
