"""The table of announcements, version by version; the same for SQLite and PostgreSQL.

A migration is never changed once it was released: a new one is added behind it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
)

from miqat.authorities.store.reader import VERSION, Location, check_version
from miqat.errors import InvalidStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_ONLY_ADDED = "announcements are only ever added"

metadata = MetaData()

store_version = Table(
    "store_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", String(20), nullable=False),
)


def _columns_of_first() -> list[Column[Any]]:
    return [
        Column("id", Integer, primary_key=True),
        Column("authority", String(80), nullable=False),
        Column("month", String(7), nullable=False),
        Column("day", String(10), nullable=False),
        Column("known", String(10), nullable=False),
        Column("source", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("added", String(20), nullable=False),
    ]


announcement = Table(
    "announcement",
    metadata,
    *_columns_of_first(),
    Column("origin", Text, nullable=False),
    Column("kind", String(20), nullable=False),
)


def _columns_of_tokens() -> list[Column[Any]]:
    return [
        Column("id", String(20), primary_key=True),
        Column("name", Text, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("authorities", Text, nullable=False),
        Column("created", String(20), nullable=False),
        Column("expires", String(20), nullable=False),
        Column("revoked", String(20)),
    ]


def _columns_of_requests() -> list[Column[Any] | UniqueConstraint]:
    return [
        Column("id", Integer, primary_key=True),
        Column("at", String(20), nullable=False),
        Column("token", String(20), nullable=False),
        Column("request", Text, nullable=False),
        Column("answer", Text, nullable=False),
        Column("idempotency_key", String(200)),
        UniqueConstraint("token", "idempotency_key"),
    ]


token = Table("token", metadata, *_columns_of_tokens())
#: The audit trail: each request that was accepted, whose token it had, and its answer.
accepted_request = Table("accepted_request", metadata, *_columns_of_requests())


def now() -> str:
    """Return the moment, UTC to the second, as it is written in the store."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version_of(connection: Connection, place: Location) -> int:
    """Return the version of a store, 0 for an empty one.

    Raises `StoreFault` for a newer one, and for a file with tables of something else.
    """
    tables = set(inspect(connection).get_table_names())
    if store_version.name not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise InvalidStore(f"{place} is not a store of announcements: it has other tables")
        if announcement.name in tables:
            raise InvalidStore(f"{place} has a table {announcement.name!r} of something else")
        return 0
    found = connection.execute(select(func.max(store_version.c.version))).scalar()
    return check_version(found or 0, place)


def migrate(connection: Connection, place: Location, to: int = VERSION) -> int:
    """Bring a store to a version, inside the transaction that is open; return what it was."""
    before = version_of(connection, place)
    for number in range(before + 1, to + 1):
        _MIGRATIONS[number - 1](connection)
        connection.execute(insert(store_version).values(version=number, applied=now()))
    return before


def _first(connection: Connection) -> None:
    """Version 1: the table."""
    then = MetaData()
    store_version.to_metadata(then)
    Table("announcement", then, *_columns_of_first(), sqlite_autoincrement=True)
    then.create_all(connection, checkfirst=False)


def _origin(connection: Connection) -> None:
    """Version 2: which table an entry was taken from; rows cannot be changed or removed."""
    connection.exec_driver_sql(
        "ALTER TABLE announcement ADD COLUMN origin TEXT NOT NULL DEFAULT ''"
    )
    if connection.dialect.name == "sqlite":
        _only_added_in_sqlite(connection, "announcement", _ONLY_ADDED)
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION announcement_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_ONLY_ADDED}'; END $$"
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER announcement_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON announcement FOR EACH STATEMENT EXECUTE FUNCTION announcement_only_added()"
    )


def _kind(connection: Connection) -> None:
    """Version 3: of which kind an entry is, as that it was withdrawn."""
    connection.exec_driver_sql(
        "ALTER TABLE announcement ADD COLUMN kind VARCHAR(20) NOT NULL DEFAULT 'proclaimed'"
    )


def _access(connection: Connection) -> None:
    """Version 4: tokens, and the requests that were accepted with them."""
    then = MetaData()
    Table("token", then, *_columns_of_tokens())
    Table("accepted_request", then, *_columns_of_requests(), sqlite_autoincrement=True)
    then.create_all(connection, checkfirst=False)
    if connection.dialect.name == "sqlite":
        _only_added_in_sqlite(connection, "accepted_request", "requests are only ever added")
        return
    connection.exec_driver_sql(
        "CREATE TRIGGER accepted_request_no_change BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON accepted_request FOR EACH STATEMENT EXECUTE FUNCTION announcement_only_added()"
    )


def _only_added_in_sqlite(connection: Connection, table: str, why: str) -> None:
    for change in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} "
            f"ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )


_MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _origin, _kind, _access)
