"""Writing the store of announcements, through SQLAlchemy: one transaction an entry or a record.

Needs the extra `store`. A writer holds the store alone from before it looks to after it has
written, so that of two at once each sees what the other did.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from miqat.authorities.record import in_force
from miqat.authorities.record_io import as_row
from miqat.authorities.store.reader import (
    Location,
    as_entries,
    fault,
    location,
    patience,
    selection,
)
from miqat.errors import MissingPart, StoreFault

try:
    from sqlalchemy import URL, create_engine, event, insert, make_url, text
    from sqlalchemy.exc import ArgumentError, DBAPIError
    from sqlalchemy.pool import NullPool
except ImportError as error:
    raise MissingPart(
        f"writing a store needs SQLAlchemy ({error}): pip install 'miqat[store]'"
    ) from None

from miqat.authorities.store import migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from miqat.authorities.record import Entry

_PATIENCE = 10  # seconds for another writer to finish, or a server to answer
_LOCK_OF_STORE = 0x6D69716174  # PostgreSQL's advisory lock: "miqat"


class StoredEntry(NamedTuple):
    """What was written, and the same entries that were in the store already."""

    added: tuple[Entry, ...]
    already: tuple[Entry, ...]


def append(
    new: Sequence[Entry],
    where: Location | None = None,
    *,
    examine: Callable[[Entry, Sequence[Entry]], object] | None = None,
) -> StoredEntry:
    """Add entries to the store, all of them or, where something is raised, none.

    `examine` is called for each with the entries that are in the store by then, and raises to
    refuse. The store is made, and migrated, if needed. Raises `StoreFault`.
    """
    place = location() if where is None else where
    with transaction(place) as connection:
        migrations.migrate(connection, place)
        return append_in(connection, place, new, examine)


def append_in(
    connection: Connection,
    place: Location,
    new: Sequence[Entry],
    examine: Callable[[Entry, Sequence[Entry]], object] | None = None,
) -> StoredEntry:
    """Add entries inside the transaction that is open, as `append` does."""
    there = list(entries_in(connection, place))
    added, already = [], []
    for entry in new:
        if any(_same(entry, other) for other in in_force(there)):
            already.append(entry)
            continue
        if examine is not None:
            examine(entry, there)
        connection.execute(insert(migrations.announcement).values(_row(entry)))
        there.append(entry)
        added.append(entry)
    return StoredEntry(tuple(added), tuple(already))


def entries(where: Location) -> tuple[Entry, ...]:
    """Return the entries of a store on a server, none where it is not made."""
    with transaction(where, alone=False) as connection:
        return entries_in(connection, where)


def entries_in(connection: Connection, place: Location) -> tuple[Entry, ...]:
    """Return the entries of a store inside the transaction that is open."""
    version = migrations.version_of(connection, place)
    if version == 0:
        return ()
    return as_entries(connection.execute(text(selection(version))).all(), place)


def _same(one: Entry, other: Entry) -> bool:
    return (one.authority, one.number, one.day, one.known, one.source, one.note) == (
        other.authority, other.number, other.day, other.known, other.source, other.note,
    )  # fmt: skip


def _row(entry: Entry) -> dict[str, str]:
    return as_row(entry) | {"added": migrations.now(), "origin": entry.origin}


@contextmanager
def transaction(place: Location, *, alone: bool = True) -> Iterator[Connection]:
    """Give a connection in a transaction, committed at the end; alone in the store if asked."""
    engine = _engine(place, alone=alone)
    try:
        with engine.begin() as connection:
            if alone and connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_milliseconds()}ms'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_OF_STORE})")
            yield connection
    except DBAPIError as error:
        raise fault(_said(error), place, "write" if alone else "read") from None
    finally:
        engine.dispose()


def connection_to(place: Location) -> Connection:
    """Return an open connection to a server, for one who asks often; raises `DBAPIError`."""
    return _engine(place, alone=False).connect()


def _milliseconds() -> int:
    return round(1000.0 * patience(_PATIENCE))


def _engine(place: Location, *, alone: bool) -> Engine:
    if place.file is None:
        try:
            url = make_url(place.url)
            return create_engine(
                url, poolclass=NullPool, connect_args={"timeout": patience(_PATIENCE)}
            )
        except (ArgumentError, ValueError):
            raise StoreFault(f"cannot read the URL of the store {place}") from None
        except ImportError as error:
            raise MissingPart(
                f"a store on a server needs pg8000 ({error}): pip install 'miqat[store]'"
            ) from None
    try:
        place.file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(f"cannot make the folder of the store {place}: {error.strerror}") from None
    engine = create_engine(
        URL.create("sqlite", database=str(place.file)),
        poolclass=NullPool,
        connect_args={"timeout": patience(_PATIENCE)},
    )

    # Left to itself the driver begins late and without the lock (SQLAlchemy, "pysqlite").
    @event.listens_for(engine, "connect")
    def _no_begin_of_its_own(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if alone else "BEGIN")

    return engine


def _said(error: DBAPIError) -> Exception:
    """Return what the driver said; pg8000 hands over the fields of the server's message."""
    said = error.orig
    if said is not None and said.args and isinstance(said.args[0], dict):
        return Exception(said.args[0].get("M", said))
    return Exception(said)
