"""Tokens for announcements over a network, and the requests that were accepted with them.

The store holds the SHA-256 digest of a token, never the token, which is printed once. A request
that was accepted is written in the same transaction as its entries, so that neither can be lost
without the other.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update

from miqat.authorities.catalogue import authority
from miqat.authorities.store import migrations
from miqat.authorities.store.reader import location
from miqat.authorities.store.writer import append_in, entries_in, transaction
from miqat.errors import InvalidDocument, InvalidToken, LimitReached, NotAllowed, OutOfRange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Row

    from miqat.authorities.record import Entry
    from miqat.authorities.store.reader import Location

#: The scope of a token for every authority.
EVERY = "*"
#: Requests that one token may make in an hour.
LARGEST_PER_HOUR = 60
_LONGEST_DAYS = 3_660
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Token(NamedTuple):
    """A token without its secret; `authorities` are those that it may announce for."""

    id: str
    name: str
    authorities: tuple[str, ...]
    created: str
    expires: str
    revoked: str | None

    @property
    def state(self) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "valid" if migrations.now() < self.expires else "expired"

    def to_dict(self) -> dict[str, object]:
        """Return the facts as JSON holds them."""
        return {**self._asdict(), "authorities": [*self.authorities], "state": self.state}


class Asked(NamedTuple):
    """A request to write: its token, what it asks as text, and its idempotency key."""

    token: str
    authority: str
    request: str
    key: str | None = None


class Accepted(NamedTuple):
    """The answer to a request, and whether it was accepted earlier under the same key."""

    answer: str
    repeated: bool


def create(
    name: str, authorities: Iterable[str], lifetime: int, where: Location | None = None
) -> tuple[Token, str]:
    """Make a token for some authorities that expires after `lifetime` days; return its secret too.

    Without authorities it is for all of them. Raises `UnknownName`, `OutOfRange` or `StoreFault`.
    """
    if not 1 <= lifetime <= _LONGEST_DAYS:
        raise OutOfRange(f"a token lasts from 1 to {_LONGEST_DAYS} days, not {lifetime}")
    place = location() if where is None else where
    scope = tuple(authority(each).id for each in authorities) or (EVERY,)
    number = secrets.token_hex(4)
    secret = f"miqat_{number}_{secrets.token_urlsafe(32)}"
    expires = (datetime.now(UTC) + timedelta(days=lifetime)).strftime(_TIME)
    token = Token(number, " ".join(name.split()), scope, migrations.now(), expires, None)
    with transaction(place) as connection:
        migrations.migrate(connection, place)
        connection.execute(
            insert(migrations.token).values(
                token._asdict() | {"authorities": " ".join(scope), "digest": _digest(secret)}
            )
        )
    return token, secret


def tokens(where: Location | None = None) -> tuple[Token, ...]:
    """Return the tokens of a store, first made first."""
    place = location() if where is None else where
    with transaction(place, alone=False) as connection:
        if migrations.version_of(connection, place) < 4:
            return ()
        rows = connection.execute(select(migrations.token).order_by(migrations.token.c.created))
        return tuple(_read(row) for row in rows)


def revoke(named: str, where: Location | None = None) -> tuple[Token, ...]:
    """Revoke the token of an id, or every token of a name; raises `InvalidToken` for neither."""
    place = location() if where is None else where
    table = migrations.token
    chosen = (table.c.id == named) | (table.c.name == named)
    with transaction(place) as connection:
        migrations.migrate(connection, place)
        connection.execute(
            update(table).where(chosen, table.c.revoked.is_(None)).values(revoked=migrations.now())
        )
        rows = connection.execute(select(table).where(chosen)).all()
    if not rows:
        raise InvalidToken(f"the store {place} has no token {named!r}; `miqat token list` has all")
    return tuple(_read(row) for row in rows)


def write(
    asked: Asked,
    make: Callable[[tuple[Entry, ...]], Sequence[Entry]],
    examine: Callable[[Entry, Sequence[Entry]], object],
    answer: Callable[[bool], str],
    where: Location | None = None,
) -> Accepted:
    """Write the entries of a request, with the request and its answer, in one transaction.

    `make` returns the entries, given those of the store; `answer` is told whether one was added.
    A request with a key that was accepted before gets the same answer again. Raises
    `InvalidToken`, `NotAllowed`, `LimitReached`, and what `make` and `examine` raise.
    """
    place = location() if where is None else where
    # Looked at without the writer's lock first: a wrong token does not hold up others.
    with transaction(place, alone=False) as connection:
        _allowed(connection, place, asked)
    with transaction(place) as connection:
        migrations.migrate(connection, place)
        token = _allowed(connection, place, asked)
        earlier = _earlier(connection, token, asked)
        if earlier is not None:
            return Accepted(earlier, repeated=True)
        _within_the_hour(connection, token)
        stored = append_in(connection, place, make(entries_in(connection, place)), examine)
        text = answer(bool(stored.added))
        connection.execute(
            insert(migrations.accepted_request).values(
                at=migrations.now(),
                token=token.id,
                request=asked.request,
                answer=text,
                idempotency_key=asked.key,
            )
        )
    return Accepted(text, repeated=False)


def requests(where: Location | None = None) -> tuple[dict[str, str], ...]:
    """Return the requests that were accepted, first made first: the audit trail."""
    place = location() if where is None else where
    table = migrations.accepted_request
    with transaction(place, alone=False) as connection:
        if migrations.version_of(connection, place) < 4:
            return ()
        rows = connection.execute(
            select(table.c.at, table.c.token, table.c.request).order_by(table.c.id)
        )
        return tuple({"at": at, "token": who, "request": what} for at, who, what in rows)


def _allowed(connection: Connection, place: Location, asked: Asked) -> Token:
    wrong = InvalidToken("the token is unknown, expired or revoked")
    parts = asked.token.split("_", 2)
    if len(parts) != 3 or migrations.version_of(connection, place) < 4:
        raise wrong
    table = migrations.token
    row = connection.execute(select(table).where(table.c.id == parts[1])).one_or_none()
    if row is None or not hmac.compare_digest(row.digest, _digest(asked.token)):
        raise wrong
    token = _read(row)
    if token.state != "valid":
        raise wrong
    if EVERY not in token.authorities and asked.authority not in token.authorities:
        raise NotAllowed(
            f"the token {token.id} is for {', '.join(token.authorities)}, not {asked.authority}"
        )
    return token


def _earlier(connection: Connection, token: Token, asked: Asked) -> str | None:
    """Return the answer that a request with the same key got."""
    if asked.key is None:
        return None
    table = migrations.accepted_request
    row = connection.execute(
        select(table.c.request, table.c.answer).where(
            table.c.token == token.id, table.c.idempotency_key == asked.key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.request != asked.request:
        raise InvalidDocument(
            f"the idempotency key {asked.key!r} was used for another request: choose a new one"
        )
    return str(row.answer)


def _within_the_hour(connection: Connection, token: Token) -> None:
    table = migrations.accepted_request
    since = (datetime.now(UTC) - timedelta(hours=1)).strftime(_TIME)
    count = connection.execute(
        select(func.count()).where(table.c.token == token.id, table.c.at > since)
    ).scalar_one()
    if count >= LARGEST_PER_HOUR:
        raise LimitReached(
            f"the token {token.id} has made {count} announcements within an hour, the most allowed"
        )


def _read(row: Row[tuple[str, ...]]) -> Token:
    return Token(
        row.id, row.name, tuple(row.authorities.split()), row.created, row.expires, row.revoked
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
