"""From a request to a response: what was asked, the cache, the threads, the form of the answer."""

from __future__ import annotations

import csv
import hashlib
import io
import time
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from msgspec import inspect
from starlette.responses import Response

from miqat.errors import MiqatError, OutOfRange
from miqat.web import problems
from miqat.web.cache import Cache
from miqat.web.freshness import NOW
from miqat.web.operations.shared import today_utc
from miqat.web.record_version import RecordVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from miqat.web.freshness import Freshness
    from miqat.web.operation import Operation, Plain

#: The cost of the dearest request that is served, in units of about a millisecond.
DEAREST = 2_000.0
_WAITING = 64  # requests that may wait for a thread; more are refused with 503
_THREADS = 2
_JSON, _TEXT, _CSV = "application/json", "text/plain", "text/csv"


Result = TypeVar("Result")


class TooBusy(Exception):
    """More requests wait than can be answered soon."""


class Answered(NamedTuple):
    """An encoded answer, and how long it is true."""

    body: bytes
    media_type: str
    freshness: Freshness


class Service:
    """What the requests of one process share: the threads, the cache, the version of the record."""

    def __init__(self) -> None:
        self.version = RecordVersion()
        self.cache = Cache()
        self.waiting = 0
        self.changed = datetime.now(UTC)
        self._limiter = CapacityLimiter(_THREADS)

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Compute an answer in a thread; raises `TooBusy` where too many wait."""
        if self.waiting >= _WAITING:
            raise TooBusy
        self.waiting += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self.waiting -= 1

    def announced(self) -> None:
        """Note that an announcement arrived: nothing that was computed before is served."""
        self.changed = datetime.now(UTC)
        self.version.bump()
        self.cache.clear()


async def respond(operation: Operation[Any], request: Request) -> Response:
    """Return the response to a request for an operation; mistakes become problem details."""
    try:
        asked = await _asked(operation, request)
    except msgspec.ValidationError as error:
        fields = operation.request.__struct_fields__
        return problems.of_invalid(error, dict.fromkeys(fields))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return problems.response(400, f"the body is not JSON: {error}", kind="InvalidBody")
    try:
        return await _answer(operation, asked, request)
    except MiqatError as error:
        return problems.of_error(error)
    except TooBusy:
        return problems.too_busy()


async def _asked(operation: Operation[Any], request: Request) -> Any:
    if request.method == "POST":
        body = await request.body()
        return msgspec.json.decode(body, type=operation.request, strict=False)
    lists = _lists(operation.request)  # type: ignore[arg-type]
    query: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in lists:
            query.setdefault(name, []).append(value)
            continue
        if name in query:
            raise msgspec.ValidationError(f"Expected one value, got two - at `$.{name}`")
        query[name] = value
    return msgspec.convert(query, operation.request, strict=False)


@cache
def _lists(of: type[msgspec.Struct]) -> frozenset[str]:
    """Return the parameters that a query may have several times."""
    described = inspect.type_info(of)
    assert isinstance(described, inspect.StructType)
    return frozenset(
        field.name for field in described.fields if isinstance(field.type, inspect.ListType)
    )


async def _answer(operation: Operation[Any], asked: Any, request: Request) -> Response:
    service: Service = request.app.state.service
    media_type = _media_type(operation, request)
    key = f"{operation.name} {media_type} {msgspec.json.encode(asked).decode()}"
    version = f"{service.version} {today_utc()}"
    known_to_client = request.headers.get("if-none-match", "")
    settled = _etag(version, key)
    if settled in known_to_client:
        return Response(status_code=304, headers={"ETag": settled, "Vary": "Accept"})
    cached = service.cache.get(f"{version} {key}")
    if cached is None:

        def compute() -> Answered:
            cost = operation.cost(asked)
            if cost > DEAREST:
                raise OutOfRange("the request asks for too much at once; ask for less of it")
            answer = operation.run(asked)
            body = _encoded(operation, asked, answer, media_type)
            return Answered(body, media_type, operation.lasting(asked, answer))

        answered = await service.in_thread(compute)
        headers = _headers(answered, version, key)
        cached = service.cache.put(
            f"{version} {key}", answered.body, headers, _seconds(answered.freshness)
        )
    if cached.headers["ETag"] in known_to_client:
        return Response(status_code=304, headers=cached.headers)
    return Response(cached.body, headers=cached.headers)


def _headers(answered: Answered, version: str, key: str) -> dict[str, str]:
    # An answer about now differs from minute to minute under one version.
    moment = str(int(time.time() // NOW.seconds)) if answered.freshness == NOW else ""
    return {
        "Content-Type": f"{answered.media_type}; charset=utf-8",
        "ETag": _etag(version, key + moment),
        "Cache-Control": answered.freshness.cache_control,
        "Vary": "Accept",
    }


def _seconds(freshness: Freshness) -> int:
    """Return for how long the process holds an answer: one about now, to the end of the minute."""
    if freshness == NOW:
        return NOW.seconds - int(time.time()) % NOW.seconds
    return freshness.seconds


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
        return _as_csv(operation.rows(asked, answer))
    return msgspec.json.encode(answer)


def _as_csv(rows: list[Plain]) -> bytes:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """Return a value of a CSV cell; a text that a spreadsheet would compute is quoted."""
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _etag(version: str, key: str) -> str:
    return f'W/"{hashlib.blake2b(f"{version} {key}".encode(), digest_size=12).hexdigest()}"'
