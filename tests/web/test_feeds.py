"""Feeds over HTTP: a short address, what clients revalidate, the page for browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from miqat.authorities.store import access
from miqat.web.app import create
from miqat.web.feed_options import FeedOptions, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEWS = {"authority": "pakistan", "source": "a broadcast"}


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("MIQAT_STORE", str(tmp_path / "store.sqlite"))
    with TestClient(create()) as found:
        yield found


def _path(client: TestClient, **asked: Any) -> str:
    response = client.get("/api/v1/feed", params=asked)
    assert response.status_code == 200, response.text
    path: str = response.json()["path"]
    return path


def _days(client: TestClient, path: str) -> dict[str, str]:
    found = Calendar.from_ical(client.get(path).content)
    assert isinstance(found, Calendar)
    return {str(event["UID"]): event.start.isoformat() for event in found.events}


def test_the_longest_address_is_short_enough_for_google() -> None:
    longest = FeedOptions(
        "saudi-arabia-supreme-court", "ummalqura-kacst", True, "Bandar Seri Begawan, BN",
        "umm-al-qura", True, "ur",
    )  # fmt: skip
    assert unpacked(packed(longest)) == longest
    assert len(f"https://miqat.example.org/f/{packed(longest)}/miqat.ics") <= 200
    assert unpacked(packed(FeedOptions())) == FeedOptions()


def test_a_client_with_the_feed_gets_304(client: TestClient) -> None:
    path = _path(client, observances="true", prayers="Lahore", jumuah="true")
    first = client.get(path)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"REFRESH-INTERVAL" in first.content
    for name, known in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = client.get(path, headers={name: first.headers[known]})
        assert (again.status_code, again.content) == (304, b"")
    old = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert client.get(path, headers=old).status_code == 200


def test_a_month_that_is_announced_moves_and_is_not_doubled(client: TestClient) -> None:
    from miqat.authorities import calendar_of

    path = _path(client, observances="true", authority="pakistan")
    before = _days(client, path)
    uid = next(uid for uid in before if re.match(r"eid-al-fitr-\d", uid))
    year = int(uid.split("@")[0].rsplit("-", 1)[1])
    start = calendar_of("pakistan").date(year, 10, 1).to_date()
    assert before[uid] == start.isoformat()
    moved = start.fromordinal(start.toordinal() + 1)
    _, secret = access.create("x", [], 1)
    news = {**_NEWS, "month": f"{year}-10", "day": moved.isoformat()}
    tag = client.get(path).headers["etag"]
    response = client.post(
        "/api/v1/announcements", json=news, headers={"Authorization": f"Bearer {secret}"}
    )
    assert response.status_code == 201, response.text
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
    after = _days(client, path)
    assert after[uid] == moved.isoformat()
    assert sum(each.startswith(f"eid-al-fitr-{year}") for each in after) == 1


def test_a_browser_gets_a_page_of_buttons(client: TestClient) -> None:
    path = _path(client, observances="true")
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    for part in ("webcal://", "calendar.google.com", "outlook.live.com", 'id="copy"', path):
        assert part in page.text
    assert "<script>" not in page.text  # the policy allows files only
    assert client.get("/f/copy.js").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/f/x/miqat.ics", 422),
        ("/f/!!!/miqat.ics", 422),
        ("/f/../../etc/passwd.ics", 404),
        ("/f/..%2F..%2Fetc/passwd.ics", 404),
        (f"/f/{packed(FeedOptions())}/miqat.ics", 422),
        (f"/f/{packed(FeedOptions(prayers='Tehrann'))}/miqat.ics", 404),
        (f"/f/{packed(FeedOptions(observances=True, language='xx'))}/miqat.ics", 404),
    ],
)
def test_an_address_of_no_feed(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert "\n" not in response.json()["detail"]
