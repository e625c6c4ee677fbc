"""Headers that every response has, and the size that a request may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders

from miqat.web import problems

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LARGEST_BODY = 1_000_000
_LONGEST_ADDRESS = 8_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _TooLarge(Exception):
    """The body is larger than is read."""


class Protection:
    """ASGI middleware; answers a body or an address that is too long with 413 or 414."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on within its limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > _LARGEST_BODY:
                raise _TooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            await _refuse(
                414,
                f"the address is longer than {_LONGEST_ADDRESS:,} bytes",
                scope,
                receive,
                guarded,
            )
            return
        try:
            await self.app(scope, limited, guarded)
        except _TooLarge:
            if started:
                raise
            await _refuse(
                413, f"the body is larger than {_LARGEST_BODY:,} bytes", scope, receive, guarded
            )


async def _refuse(status: int, detail: str, scope: Scope, receive: Receive, send: Any) -> None:
    await problems.response(status, detail, kind="TooLarge")(scope, receive, send)
