"""`miqat token create|list|revoke`: who may announce over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.authorities.store import access
from miqat.authorities.store.reader import location
from miqat.cli.layout import Section, write, write_json

if TYPE_CHECKING:
    from miqat.authorities.store.access import Token


def create(name: str, authority_ids: tuple[str, ...], lifetime: int, *, as_json: bool) -> None:
    """Make a token and print it."""
    token, secret = access.create(name, authority_ids, lifetime)
    if as_json:
        write_json({**token.to_dict(), "token": secret})
        return
    rows = [("token", secret), *_rows(token), ("Stored in", f"{location()} (a digest of it)")]
    write(f"Token {token.id}: {token.name}", [Section("Token", rows)])


def listed(*, as_json: bool) -> None:
    """Print the tokens of the store."""
    _print(access.tokens(), as_json=as_json)


def revoke(named: str, *, as_json: bool) -> None:
    """Revoke the token of an id, or every token of a name."""
    _print(access.revoke(named), as_json=as_json)


def _print(tokens: tuple[Token, ...], *, as_json: bool) -> None:
    if as_json:
        write_json({"tokens": [token.to_dict() for token in tokens]})
        return
    rows = [
        (token.id, f"{token.name}: {_scope(token)}, {token.state}, until {token.expires}")
        for token in tokens
    ]
    write(f"Tokens: {len(tokens)}", [Section("Tokens", rows)] if rows else [])


def _rows(token: Token) -> list[tuple[str, str]]:
    return [("for", _scope(token)), ("state", token.state), ("expires", token.expires)]


def _scope(token: Token) -> str:
    return "every authority" if access.EVERY in token.authorities else ", ".join(token.authorities)
