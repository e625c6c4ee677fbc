"""Announcements to every open page: server-sent events, whoever wrote to the store.

Each process looks at the store a few times a second: at the change counter of a file, at the
number of the last row on a server. Rows are only ever added, so the number of an entry is the id
of its event, and a page that was away asks for what came since with `Last-Event-ID`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import BrokenResourceError, WouldBlock, create_memory_object_stream, sleep, to_thread
from sse_starlette import EventSourceResponse, ServerSentEvent

from miqat.authorities.record_io import as_row
from miqat.authorities.store import entries, reader
from miqat.authorities.store.watch import ServerWatch
from miqat.errors import MiqatError
from miqat.web import problems

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from anyio.streams.memory import MemoryObjectSendStream
    from starlette.requests import Request
    from starlette.responses import Response

    from miqat.authorities import Entry

    Numbered = tuple[int, Entry]

_EVERY_FILE, _EVERY_SERVER = 0.2, 0.4  # seconds between two looks
_MOST_STREAMS = 2_000
_BUFFER = 32  # events that a client may be behind before it is dropped
_RETRY = 2_000  # milliseconds after which a page connects again
_SEND_TIMEOUT = 10.0
_log = logging.getLogger("miqat.web")


class Hub:
    """The open streams of one process, and what it knows of the store."""

    def __init__(self, announced: Callable[[], None]) -> None:
        self._announced = announced
        self._where = reader.location()
        self._on_server = ServerWatch(self._where) if self._where.file is None else None
        self._state: object = None
        self._known: tuple[Entry, ...] = ()
        self._streams: set[MemoryObjectSendStream[Numbered]] = set()
        self._started = False
        self.readable = True

    @property
    def open_streams(self) -> int:
        """How many pages listen."""
        return len(self._streams)

    async def watch(self) -> None:
        """Look at the store until cancelled."""
        while True:
            await self.look()
            await sleep(_EVERY_FILE if self._on_server is None else _EVERY_SERVER)

    async def look(self) -> None:
        """Tell every open page what was added to the store since the last look."""
        try:
            state = await to_thread.run_sync(self._look)
            if self._started and state == self._state:
                self.readable = True
                return
            known = await to_thread.run_sync(entries.entries, self._where)
        except MiqatError as error:
            if self.readable:
                _log.warning("the store cannot be read: %s", error)
            self.readable = False
            return
        self.readable = True
        self._tell(state, known)

    def _look(self) -> object:
        if self._where.file is not None:
            return entries.state(self._where.file)
        assert self._on_server is not None
        return self._on_server.last_row()

    def _tell(self, state: object, known: tuple[Entry, ...]) -> None:
        new = list(enumerate(known, 1))[len(self._known) :] if self._started else []
        self._state, self._known = state, known
        if not self._started:
            self._started = True
            return
        self._announced()
        for stream in tuple(self._streams):
            try:
                for numbered in new:
                    stream.send_nowait(numbered)
            except (WouldBlock, BrokenResourceError):
                self._streams.discard(stream)
                stream.close()

    def close(self) -> None:
        """End every stream."""
        for stream in tuple(self._streams):
            stream.close()
        self._streams.clear()
        if self._on_server is not None:
            self._on_server.close()

    async def events(self, after: int | None) -> AsyncGenerator[ServerSentEvent, None]:
        """Yield what was added after an event, then what is added from now on."""
        sender, receiver = create_memory_object_stream[Any](_BUFFER)
        self._streams.add(sender)
        last = len(self._known) if after is None else after
        try:
            yield ServerSentEvent(
                event="connected", data=f'{{"last":{len(self._known)}}}', retry=_RETRY
            )
            for numbered in list(enumerate(self._known, 1))[last:]:
                last = numbered[0]
                yield _event(*numbered)
            async for number, entry in receiver:
                if number > last:
                    yield _event(number, entry)
        finally:
            self._streams.discard(sender)
            sender.close()
            receiver.close()


def _event(number: int, entry: Entry) -> ServerSentEvent:
    name = "withdrawal" if entry.kind == "withdrawn" else "announcement"
    return ServerSentEvent(
        id=str(number), event=name, data=msgspec.json.encode(as_row(entry)).decode()
    )


async def stream(request: Request) -> Response:
    """Answer with a stream of announcements."""
    hub: Hub = request.app.state.hub
    if hub.open_streams >= _MOST_STREAMS:
        return problems.too_busy()
    given = request.headers.get("last-event-id", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 12):
        return problems.response(
            400, f"Last-Event-ID is a number, not {given[:40]!r}", kind="InvalidParameter"
        )
    return EventSourceResponse(
        hub.events(int(given) if given else None),
        ping=15,
        send_timeout=_SEND_TIMEOUT,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
