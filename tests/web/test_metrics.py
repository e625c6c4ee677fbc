"""Readiness, metrics and the log of requests."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from miqat.web.app import create

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_requests_are_counted_by_route_and_logged_without_their_query(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with TestClient(create()) as client, caplog.at_level(logging.INFO, "miqat.web.requests"):
        client.get("/api/v1/qibla?place=Lagos")
        client.get("/api/v1/qibla?place=Lagosss")
        client.get("/wp-login.php")
        client.get("/f/x/miqat.ics")
        text = client.get("/metrics").text
    for line in (
        'miqat_requests_total{method="GET",route="/api/v1/qibla",status="200"} 1.0',
        'miqat_requests_total{method="GET",route="/api/v1/qibla",status="404"} 1.0',
        'miqat_requests_total{method="GET",route="none",status="404"} 1.0',
        'miqat_requests_total{method="GET",route="/f/{options}/{name}.ics",status="422"} 1.0',
        "miqat_streams 0.0",
    ):
        assert line in text
    lines = [
        json.loads(record.message) for record in caplog.records if record.name.endswith("requests")
    ]
    assert [line["status"] for line in lines] == [200, 404, 404, 422, 200]
    assert "Lagos" not in caplog.text


def test_a_store_that_cannot_be_read_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "store.sqlite"
    monkeypatch.setenv("MIQAT_STORE", str(file))
    with TestClient(create()) as client:
        assert client.get("/ready").json() == {"status": "ready"}
        file.write_bytes(b"not a store of announcements at all" * 40)
        assert client.get("/ready").status_code == 503
        assert client.get("/health").status_code == 200
        file.unlink()
        assert client.get("/ready").status_code == 200
