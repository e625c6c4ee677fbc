"""Counts for Prometheus, one line of JSON for each request, and whether the store can be read."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response
from starlette.routing import Match, Route

from miqat.web import problems

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("miqat.web.requests")
_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """The counts of one process; each worker has others."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "miqat_requests", "Requests by route, method and status",
            ("route", "method", "status"), registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "miqat_request_seconds", "Seconds until the response had begun",
            ("route",), buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip

    def follow(self, app: Starlette) -> None:
        """Show the state of the cache, the queue and the streams of an application."""
        service, hub = app.state.service, app.state.hub
        shown = {
            "miqat_cache_hits": ("Answers from memory", lambda: service.cache.hits),
            "miqat_cache_misses": ("Answers not in memory", lambda: service.cache.misses),
            "miqat_waiting": ("Requests in the threads or waiting", lambda: service.waiting),
            "miqat_streams": ("Open streams of announcements", lambda: hub.open_streams),
        }
        for name, (about, value) in shown.items():
            Gauge(name, about, registry=self.registry).set_function(value)


class Observed:
    """ASGI middleware that counts requests and logs each as a line of JSON."""

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: list[Route]) -> None:
        self.app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note what it got; the query is not logged, since it has places."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._note(scope, status, time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, noted)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = self._route(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route, method, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if _log.isEnabledFor(logging.INFO):
            line = {
                "method": scope["method"], "path": scope["path"], "route": route,
                "status": status, "milliseconds": round(1000 * seconds, 2),
            }  # fmt: skip
            _log.info(json.dumps(line, ensure_ascii=True))

    def _route(self, scope: Scope) -> str:
        """Return the pattern of the address: few values, whatever is asked for."""
        for route in self._routes:
            if scope["path"] == route.path:
                return route.path
        for route in self._routes:
            if "{" in route.path and route.matches(scope)[0] is not Match.NONE:
                return route.path
        return "none"


_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})


def routes(metrics: Metrics) -> list[Route]:
    """Return the routes of the metrics and of the readiness."""

    async def show(_request: Request) -> Response:
        return Response(
            generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST,
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip

    return [
        Route("/metrics", show, methods=["GET"], name="metrics"),
        Route("/ready", _ready, methods=["GET"], name="ready"),
    ]


async def _ready(request: Request) -> Response:
    """Answer whether the store can be read now; a process that cannot still computes."""
    hub = request.app.state.hub
    await hub.look()
    if not hub.readable:
        return problems.response(
            503, "the store cannot be read", kind="StoreFault", headers={"Retry-After": "5"}
        )
    return Response(
        b'{"status":"ready"}', media_type="application/json", headers={"Cache-Control": "no-store"}
    )
