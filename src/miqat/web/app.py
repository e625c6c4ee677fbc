"""The ASGI application: the routes of the operations, the OpenAPI document and the health check."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import create_task_group
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from miqat.web import announcing, feeds, metrics, openapi, problems
from miqat.web.aladhan.routes import routes as aladhan_routes
from miqat.web.events import Hub, stream
from miqat.web.operations import OPERATIONS
from miqat.web.protection import Protection
from miqat.web.respond import Service, respond

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from miqat.web.operation import Operation

    Endpoint = Callable[[Request], Awaitable[Response]]

PREFIX = "/api/v1"


def create() -> Starlette:
    """Return the application; it holds no state but what its process has computed."""
    document = msgspec.json.encode(openapi.document(OPERATIONS, PREFIX))
    routes = [
        Route(PREFIX + each.path, _endpoint(each), methods=["GET", "POST"], name=each.name)
        for each in OPERATIONS
    ]
    routes += [
        Route("/openapi.json", _fixed(document, "application/json"), methods=["GET"]),
        Route("/health", _fixed(b'{"status":"ok"}', "application/json"), methods=["GET"]),
    ]
    routes += announcing.routes(PREFIX)
    routes.append(Route(f"{PREFIX}/events", stream, methods=["GET"], name="events"))
    routes += feeds.routes()
    counts = metrics.Metrics()
    routes += metrics.routes(counts)
    routes += aladhan_routes()
    handlers: dict[Any, Any] = {HTTPException: _http_error}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=_watching)
    app.add_middleware(Protection)
    app.add_middleware(metrics.Observed, metrics=counts, routes=routes)
    app.state.service = Service()
    app.state.hub = Hub(app.state.service.announced)
    counts.follow(app)
    return app


@asynccontextmanager
async def _watching(app: Starlette) -> AsyncIterator[None]:
    """Watch the store for announcements while the application runs."""
    async with create_task_group() as tasks:
        tasks.start_soon(app.state.hub.watch)
        yield
        app.state.hub.close()
        tasks.cancel_scope.cancel()


def _endpoint(operation: Operation[Any]) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await respond(operation, request)

    return answer


def _fixed(body: bytes, media_type: str) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return Response(body, media_type=media_type)

    return answer


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        from difflib import get_close_matches

        paths = [PREFIX + each.path for each in OPERATIONS]
        near = get_close_matches(request.url.path, paths, n=3, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else "; /openapi.json lists what there is"
        return problems.response(
            404, f"there is no {request.url.path}{hint}", kind="UnknownPath", nearest=near
        )
    detail = {405: f"{request.method} is not a method of {request.url.path}"}
    return problems.response(
        error.status_code,
        detail.get(error.status_code, str(error.detail)),
        headers=error.headers,
    )
