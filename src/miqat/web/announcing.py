"""Announcements over HTTP: an entry in the store, or its withdrawal, with a token."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response
from starlette.routing import Route

from miqat.authorities import authority, consistency
from miqat.authorities.record_io import as_row, entry_of, withdrawals
from miqat.errors import InvalidToken, MiqatError, MissingPart
from miqat.web import problems
from miqat.web.operation import Answer
from miqat.web.operation import Request as Asked
from miqat.web.operations.shared import AuthorityId, CivilDate
from miqat.web.respond import TooBusy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from miqat.authorities import Entry
    from miqat.authorities.consistency import Findings
    from miqat.web.operation import Plain

_BEARER = re.compile(r"Bearer +(\S{1,200})", re.IGNORECASE)
_LONGEST_KEY = 200

Month = Annotated[str, Meta(max_length=20, description="A Hijri month.", examples=["1448-09"])]
Line = Annotated[str, Meta(max_length=500)]


class AskedAnnouncement(Asked):
    """The first day of a month, as an authority announced it, and where it was published."""

    authority: AuthorityId
    month: Month
    day: CivilDate
    source: Annotated[str, Meta(min_length=1, max_length=500, description="Where it was said.")]
    note: Line = ""
    known: date | None = None
    force: Annotated[
        bool, Meta(description="Store it even if a month gets an implausible length.")
    ] = False


class AskedWithdrawal(Asked):
    """The month whose announcements in the store are taken back, or one day of it."""

    authority: AuthorityId
    month: Month
    day: CivilDate | None = None
    source: Line = ""


class EntryFacts(Answer):
    """An entry of the store."""

    authority: str
    month: str
    day: date
    known: date
    source: str
    note: str
    kind: str


class AnnouncementAnswer(Answer):
    """What was stored, whether it is new, and the length that it gives to the months next to it."""

    entries: list[EntryFacts]
    added: bool
    months: list[dict[str, Any]]
    contradicts: list[EntryFacts]


def routes(prefix: str) -> list[Route]:
    """Return the routes under a path."""
    return [
        Route(f"{prefix}/announcements", _announce, methods=["POST"], name="announce"),
        Route(f"{prefix}/withdrawals", _withdraw, methods=["POST"], name="withdraw"),
    ]


async def _announce(request: Request) -> Response:
    return await _respond(request, AskedAnnouncement)


async def _withdraw(request: Request) -> Response:
    return await _respond(request, AskedWithdrawal)


async def _respond(
    request: Request, shape: type[AskedAnnouncement] | type[AskedWithdrawal]
) -> Response:
    try:
        token, key = _credentials(request)
        asked = msgspec.json.decode(await request.body(), type=shape)
        service = request.app.state.service
        answer, repeated = await service.in_thread(lambda: _write(asked, token, key))
    except msgspec.ValidationError as error:
        return problems.of_invalid(error, dict.fromkeys(shape.__struct_fields__))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return problems.response(400, f"the body is not JSON: {error}", kind="InvalidBody")
    except MissingPart as error:
        return problems.response(503, str(error), kind="MissingPart")
    except MiqatError as error:
        return problems.of_error(error)
    except TooBusy:
        return problems.too_busy()
    await request.app.state.hub.look()
    headers = {"Cache-Control": "no-store"}
    if repeated:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer, 201, headers, "application/json")


def _credentials(request: Request) -> tuple[str, str | None]:
    """Return the token and the idempotency key; raises `InvalidToken` without a token."""
    match = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        raise InvalidToken("an announcement needs the header Authorization: Bearer TOKEN")
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isprintable()):
        raise msgspec.ValidationError(
            f"Expected 1 to {_LONGEST_KEY} printable characters - at `$.Idempotency-Key`"
        )
    return match[1], key


def _write(
    asked: AskedAnnouncement | AskedWithdrawal, token: str, key: str | None
) -> tuple[str, bool]:
    from miqat.authorities.store import access

    one = authority(asked.authority)
    today = datetime.now(UTC).date()
    made: list[Entry] = []
    found: list[Findings] = []

    def make(there: tuple[Entry, ...]) -> Sequence[Entry]:
        if isinstance(asked, AskedWithdrawal):
            made.extend(withdrawals(one.id, asked.month, asked.day, today, asked.source, there))
        else:
            known = asked.known or today
            made.append(entry_of(one.id, asked.month, asked.day, known, asked.source, asked.note))
        return made

    def examine(entry: Entry, there: Sequence[Entry]) -> None:
        if isinstance(asked, AskedAnnouncement):
            found.append(consistency.examine(entry, there, force=asked.force))

    def answer(added: bool) -> str:
        return msgspec.json.encode(_answer(made, found, added=added)).decode()

    text = msgspec.json.encode([type(asked).__name__, asked]).decode()
    accepted = access.write(access.Asked(token, one.id, text, key), make, examine, answer)
    return accepted.answer, accepted.repeated


def _answer(made: Sequence[Entry], found: Sequence[Findings], *, added: bool) -> Plain:
    return {
        "entries": [as_row(entry) for entry in made],
        "added": added,
        "months": [
            {"month": month.written, "days": month.length, "proclaimed": month.proclaimed}
            for each in found
            for month in each.months
        ],
        "contradicts": [as_row(other) for each in found for other in each.contradicted],
    }
