"""Errors as RFC 9457 problem details: the one line of the command line, and the near misses."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response

from miqat.errors import (
    InvalidToken,
    LimitReached,
    MiqatError,
    NotAllowed,
    StoreFault,
    UnknownName,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"
#: "Expected `float` - at `$.lat`", as msgspec says it.
_INVALID = re.compile(r"^(?P<said>.*?)(?: - at `(?P<where>[^`]*)`)?$", re.DOTALL)


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem detail of RFC 9457; `nearest` holds the nearest right names."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    kind: str = ""
    parameter: str = ""
    nearest: list[str] = []


def response(
    status: int,
    detail: str,
    *,
    kind: str = "",
    parameter: str = "",
    nearest: list[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a response with a problem detail; the title is that of the status."""
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        kind=kind,
        parameter=parameter,
        nearest=nearest or [],
    )
    said = {"Cache-Control": "no-store", **(headers or {})}
    return Response(msgspec.json.encode(problem), status, said, MEDIA_TYPE)


def too_busy() -> Response:
    """Return the response where too many requests wait or too many pages listen."""
    return response(
        503, "too many requests wait; try again in a second",
        kind="TooBusy", headers={"Retry-After": "1"},
    )  # fmt: skip


def of_error(error: MiqatError) -> Response:
    """Return the response to a value without an answer, or to a fault of the store.

    401, 403 and 429 are for tokens, 404 is for a name that is not known, 422 for a value of
    the right shape without an answer.
    """
    kind = type(error).__name__
    if isinstance(error, StoreFault):
        return response(503, str(error), kind=kind, headers={"Retry-After": "5"})
    if isinstance(error, UnknownName):
        return response(404, str(error), kind=kind, nearest=[*error.nearest])
    if isinstance(error, InvalidToken):
        return response(401, str(error), kind=kind, headers={"WWW-Authenticate": "Bearer"})
    if isinstance(error, NotAllowed):
        return response(403, str(error), kind=kind)
    if isinstance(error, LimitReached):
        return response(429, str(error), kind=kind, headers={"Retry-After": "600"})
    return response(422, str(error), kind=kind)


def of_invalid(error: msgspec.ValidationError, fields: Mapping[str, Any]) -> Response:
    """Return the response to a request whose shape is wrong."""
    from difflib import get_close_matches

    match = _INVALID.match(str(error))
    said, where = (match["said"], match["where"] or "") if match else (str(error), "")
    parameter = where.removeprefix("$.").removeprefix("$")
    unknown = re.search(r"unknown field `([^`]*)`", said)
    if unknown:
        near = get_close_matches(unknown[1], fields, n=3, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else f"; it takes {', '.join(fields)}"
        return response(
            400, f"unknown parameter {unknown[1]!r}{hint}", kind="UnknownParameter", nearest=near
        )
    missing = re.search(r"missing required field `([^`]*)`", said)
    if missing:
        return response(
            400, f"the parameter {missing[1]!r} is required", kind="MissingParameter",
            parameter=missing[1],
        )  # fmt: skip
    detail = f"{parameter}: {said}" if parameter else said
    return response(400, detail, kind="InvalidParameter", parameter=parameter)
