"""The ASGI application: routes of the operations, with caching and one form of errors."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

import miqat
from miqat.errors import MiqatError
from miqat.web import openapi, problems
from miqat.web.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from miqat.web.operation import Operation, Plain

PREFIX = "/api/v1"
#: The cost of the dearest request that is served, in units of about a millisecond.
DEAREST = 2_000.0
_LARGEST_BODY = 1_000_000
_WAITING = 64  # requests that may wait for a thread; more are refused with 503
_THREADS = 2

_JSON, _TEXT, _CSV = "application/json", "text/plain", "text/csv"


class TooBusy(Exception):
    """More requests wait than can be answered soon."""


class Pool:
    """The threads that compute answers, and the number of requests that wait for one."""

    def __init__(self) -> None:
        self.limiter = CapacityLimiter(_THREADS)
        self.waiting = 0

    async def run(self, work: Callable[[], Any]) -> Any:
        """Compute something in a thread; raises `TooBusy` where too many wait."""
        if self.waiting >= _WAITING:
            raise TooBusy
        self.waiting += 1
        try:
            return await to_thread.run_sync(work, limiter=self.limiter)
        finally:
            self.waiting -= 1


def create() -> Starlette:
    """Return the application."""
    document = msgspec.json.encode(openapi.document(OPERATIONS, PREFIX))
    routes = [
        Route(
            PREFIX + operation.path, _endpoint(operation), methods=["GET", "POST"],
            name=operation.name,
        )
        for operation in OPERATIONS
    ]  # fmt: skip
    routes.append(Route("/openapi.json", _fixed(document, _JSON), methods=["GET"]))
    routes.append(Route("/health", _fixed(b'{"status":"ok"}', _JSON), methods=["GET"]))
    app = Starlette(routes=routes)
    app.state.pool = Pool()
    return app


def _fixed(body: bytes, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return Response(body, media_type=media_type)

    return answer


def _endpoint(operation: Operation[Any]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            asked = await _asked(operation, request)
        except msgspec.ValidationError as error:
            fields = operation.request.__struct_fields__
            return problems.of_invalid(error, dict.fromkeys(fields))
        except msgspec.DecodeError as error:
            return problems.response(400, f"the body is not JSON: {error}", kind="InvalidBody")
        try:
            return await _respond(operation, asked, request)
        except MiqatError as error:
            return problems.of_error(error)
        except TooBusy:
            return problems.response(
                503, "too many requests wait; try again in a second",
                kind="TooBusy", headers={"Retry-After": "1"},
            )  # fmt: skip

    return answer


async def _asked(operation: Operation[Any], request: Request) -> Any:
    if request.method == "POST":
        body = await request.body()
        return msgspec.json.decode(body, type=operation.request, strict=False)
    query = {name: value for name, value in request.query_params.items() if value != ""}
    return msgspec.convert(query, operation.request, strict=False)


async def _respond(operation: Operation[Any], asked: Any, request: Request) -> Response:
    def compute() -> Plain:
        cost = operation.cost(asked)
        if cost > DEAREST:
            raise MiqatError("the request asks for too much at once; ask for a shorter span")
        return operation.run(asked)

    pool: Pool = request.app.state.pool
    answer = await pool.run(compute)
    media_type = _media_type(operation, request)
    body = _encoded(operation, asked, answer, media_type)
    etag = _etag(body)
    headers = {
        "ETag": etag,
        "Cache-Control": operation.lasting(asked, answer).cache_control,
        "Vary": "Accept",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _media_type(operation: Operation[Any], request: Request) -> str:
    wanted = request.headers.get("accept", "")
    if _TEXT in wanted and operation.text is not None:
        return _TEXT
    if _CSV in wanted and operation.rows is not None:
        return _CSV
    return _JSON


def _encoded(operation: Operation[Any], asked: Any, answer: Plain, media_type: str) -> bytes:
    if media_type == _TEXT and operation.text is not None:
        return (operation.text(asked, answer) + "\n").encode()
    if media_type == _CSV and operation.rows is not None:
        rows = operation.rows(asked, answer)
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()
    return msgspec.json.encode(answer)


def _etag(body: bytes) -> str:
    digest = hashlib.blake2b(body, digest_size=12, key=miqat.__version__.encode())
    return f'W/"{digest.hexdigest()}"'
