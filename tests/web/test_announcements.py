"""Announcements over HTTP: tokens, what is stored, what is refused, and who hears of it."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest
from starlette.testclient import TestClient
from tests.web.test_server import _free_port, _when_ready

from miqat.authorities import own_entries
from miqat.authorities.record_io import entry_of
from miqat.authorities.store import access
from miqat.errors import InvalidToken, OutOfRange, UnknownName
from miqat.web.app import create
from miqat.web.events import Hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POST = "/api/v1/announcements"
_BACK = "/api/v1/withdrawals"
_NEWS = {"authority": "pakistan", "month": "1448-09", "day": "2027-02-09", "source": "a broadcast"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "store.sqlite"
    monkeypatch.setenv("MIQAT_STORE", str(file))
    return file


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(create()) as found:
        yield found


def _token(*authorities: str, days: int = 30) -> str:
    return access.create("a test", authorities, days)[1]


def _headers(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


def _ramadan(client: TestClient) -> Any:
    asked: dict[str, str | int] = {"observance": "ramadan", "year": 1448, "authority": "pakistan"}
    return client.get("/api/v1/when", params=asked).json()


def test_an_announcement_is_stored_and_every_answer_follows(client: TestClient) -> None:
    before = _ramadan(client)
    response = client.post(_POST, json=_NEWS, headers=_headers(_token("pakistan")))
    assert response.status_code == 201, response.text
    body = response.json()
    assert body["added"]
    assert body["entries"][0]["day"] == "2027-02-09"
    after = _ramadan(client)
    assert "proclaimed" not in json.dumps(before)
    assert "proclaimed" in json.dumps(after)
    assert [entry.on.isoformat() for entry in own_entries()] == ["2027-02-09"]


def test_a_withdrawal_takes_it_back(client: TestClient) -> None:
    headers = _headers(_token())
    before = _ramadan(client)
    client.post(_POST, json=_NEWS, headers=headers)
    back = {"authority": "pakistan", "month": "1448-09", "source": "an error"}
    response = client.post(_BACK, json=back, headers=headers)
    assert response.status_code == 201, response.text
    assert response.json()["entries"][0]["kind"] == "withdrawn"
    assert _ramadan(client) == before
    assert client.post(_BACK, json=back, headers=headers).status_code == 422


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"authority": "pakistn"}, 404, "pakistan"),
        ({"day": "2027-02-13"}, 422, "unless forced"),
        ({"day": "2027-06-20", "force": True}, 422, "not even forced"),
        ({"source": " "}, 422, "needs a source"),
        ({"source": None}, 400, "source: "),
        ({"month": "1448-13"}, 422, "1448-13"),
        ({"sorce": "x"}, 400, "did you mean 'source'?"),
        ({"authority": "indonesia"}, 403, "is for pakistan"),
    ],
)
def test_what_is_refused_leaves_no_trace(
    client: TestClient, changed: dict[str, Any], status: int, said: str
) -> None:
    response = client.post(_POST, json={**_NEWS, **changed}, headers=_headers(_token("pakistan")))
    assert response.status_code == status, response.text
    assert said in response.json()["detail"]
    assert own_entries() == ()
    assert access.requests() == ()


def test_tokens_that_are_refused(client: TestClient, store: Path) -> None:
    good = _token("pakistan")
    revoked = _token("pakistan")
    access.revoke(revoked.split("_")[1])
    expired = _token("pakistan")
    with sqlite3.connect(store) as connection:
        connection.execute(
            "UPDATE token SET expires = '2020-01-01T00:00:00Z' WHERE id = ?",
            (expired.split("_")[1],),
        )
    connection.close()
    another = "_".join([*good.split("_")[:2], _token().split("_", 2)[2]])
    wrong = [revoked, expired, another, good[:-1], good + "x", "miqat", "miqat__", "' OR 1=1"]
    for token in wrong:
        response = client.post(_POST, json=_NEWS, headers=_headers(token))
        assert response.status_code == 401, token
        assert response.headers["www-authenticate"] == "Bearer"
        assert token not in response.text
    assert client.post(_POST, json=_NEWS).status_code == 401
    assert own_entries() == ()


def test_the_store_does_not_hold_a_token(store: Path) -> None:
    secret = _token()
    assert secret.split("_", 2)[2].encode() not in store.read_bytes()


def test_a_repeated_request_is_written_once(client: TestClient) -> None:
    headers = _headers(_token(), **{"Idempotency-Key": "e7b1"})
    first = client.post(_POST, json=_NEWS, headers=headers)
    again = client.post(_POST, json=_NEWS, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert len(own_entries()) == len(access.requests()) == 1
    other = client.post(_POST, json={**_NEWS, "note": "x"}, headers=headers)
    assert other.status_code == 422
    long = _headers(_token(), **{"Idempotency-Key": "x" * 201})
    assert client.post(_POST, json=_NEWS, headers=long).status_code == 400


def test_a_token_is_limited_to_so_many_an_hour(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "LARGEST_PER_HOUR", 2)
    headers = _headers(_token())
    said = [
        client.post(_POST, json={**_NEWS, "note": str(count)}, headers=headers).status_code
        for count in range(3)
    ]
    assert said == [201, 201, 429]
    assert len(own_entries()) == 2


def test_the_audit_trail_says_who_asked_what(client: TestClient) -> None:
    token = _token()
    client.post(_POST, json=_NEWS, headers=_headers(token))
    (request,) = access.requests()
    assert request["token"] == token.split("_")[1]
    assert json.loads(request["request"])[1]["source"] == _NEWS["source"]


@pytest.mark.usefixtures("store")
def test_what_a_token_cannot_be() -> None:
    with pytest.raises(UnknownName):
        access.create("x", ["pakistn"], 1)
    with pytest.raises(OutOfRange):
        access.create("x", [], 0)
    with pytest.raises(InvalidToken):
        access.revoke("0")


class _Page(threading.Thread):
    """A page that listens to the stream, and notes when an event came."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self._address = address
        self.connected = threading.Event()
        self.heard = threading.Event()
        self.event: dict[str, Any] = {}
        self.at = 0.0

    def run(self) -> None:
        with (
            suppress(httpx2.RemoteProtocolError),  # the server stops
            httpx2.Client(timeout=30) as http,
            http.stream("GET", f"{self._address}/api/v1/events") as response,
        ):
            name = ""
            for line in response.iter_lines():
                field = re.fullmatch(r"(event|data): ?(.*)", line)
                if field is None:
                    continue
                if field[1] == "event":
                    name = field[2]
                    self.connected.set()
                elif name == "announcement":
                    self.at = time.monotonic()
                    self.event = json.loads(field[2])
                    self.heard.set()


def _announce(env: dict[str, str], day: str) -> None:
    """Announce from another process."""
    subprocess.run(
        [sys.executable, "-m", "miqat", "announce", "pakistan", "1448-09-01", day,
         "--source", "another process"],
        env=env, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _hear(store: str) -> None:
    """Start a server on a store, and see that an open page hears of what two processes write."""
    port = _free_port()
    env = {**os.environ, "MIQAT_STORE": store}
    server = subprocess.Popen(
        [sys.executable, "-m", "miqat", "serve", "--port", str(port)],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        _when_ready(f"{base}/health")
        first, second = _Page(base), _Page(base)
        first.start()
        assert first.connected.wait(10)
        token = _token("pakistan")
        started = time.monotonic()
        answer = httpx2.post(f"{base}{_POST}", json=_NEWS, headers=_headers(token), timeout=30)
        assert answer.status_code == 201, answer.text
        assert first.heard.wait(5)
        assert first.at - started < 5
        assert first.event["day"] == "2027-02-09"
        second.start()
        assert second.connected.wait(10)
        _announce(env, "2027-02-08")
        written = time.monotonic()
        assert second.heard.wait(5)
        assert second.at - written < 1.0
        assert second.event["source"] == "another process"
    finally:
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    assert time.monotonic() - started < 5.0


def test_an_open_page_hears_of_it_within_a_second(store: Path) -> None:
    _hear(str(store))


def test_an_open_page_hears_of_it_from_a_server(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIQAT_STORE", postgresql)
    _hear(postgresql)


def test_a_page_that_was_away_gets_what_it_missed(client: TestClient) -> None:
    token = _token()
    for day in ("2027-02-08", "2027-02-09"):
        client.post(_POST, json={**_NEWS, "day": day}, headers=_headers(token))

    async def missed() -> list[str]:
        events = Hub(lambda: None)
        await events.look()
        listening = events.events(after=1)
        heard = [(await anext(listening)).event or "", (await anext(listening)).id or ""]
        await listening.aclose()
        return heard

    assert anyio.run(missed) == ["connected", "2"]
    bad = client.get("/api/v1/events", headers={"Last-Event-ID": "x"})
    assert bad.status_code == 400


@pytest.mark.usefixtures("store")
def test_a_page_that_never_reads_is_dropped() -> None:
    _token()  # makes the store

    async def left() -> int:
        events = Hub(lambda: None)
        await events.look()
        listening = events.events(after=None)
        await anext(listening)
        entry = entry_of("pakistan", "1448-09", date(2027, 2, 9), date(2027, 2, 8), "x")
        assert events.open_streams == 1
        events._tell("full", (entry,) * 100)
        left = events.open_streams
        await listening.aclose()
        return left

    assert anyio.run(left) == 0
