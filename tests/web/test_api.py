"""The API: every operation answers as the library does, in the shape that the document states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from starlette.testclient import TestClient

import miqat
from miqat.web.app import create
from miqat.web.operations import OPERATIONS
from miqat.web.respond import DEAREST

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED: dict[str, dict[str, Any]] = {
    "day": {"place": "Jerusalem", "at": "2027-02-20T12:00:00+02:00"},
    "place": {"place": "Kano"},
    "qibla": {"place": "Sydney"},
    "times": {"place": "Tehran", "start": "2027-02-08", "stop": "2027-02-10"},
    "next": {"place": "Dakar"},
    "convert": {"date": "1448-09-01"},
    "convert-many": {"dates": ["1448-09-01", "1448-13-01", "2027-02-08"]},
    "calendars": {},
    "compare": {"one": "ummalqura", "other": "islamic-civil", "first_year": 1448},
    "authorities": {"authority": "PK"},
    "when": {"observance": "ramadan", "year": 1448, "authority": "indonesia"},
    "check": {"date": "2025-03-28", "observance": "quds day", "authority": "iran"},
    "observances": {"year": 1446, "authority": "turkey"},
    "feed": {"observances": True, "authority": "pakistan"},
    "crescent": {"place": "Karachi", "date": "2027-02-07"},
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create()) as found:
        yield found


def test_every_operation_has_an_example() -> None:
    assert {operation.name for operation in OPERATIONS} == set(_ASKED)


def test_a_query_has_a_list_as_a_name_several_times(client: TestClient) -> None:
    asked = _ASKED["convert-many"]
    by_query = client.get("/api/v1/convert/many", params=asked)
    assert by_query.json() == client.post("/api/v1/convert/many", json=asked).json()


@pytest.mark.parametrize("name", _ASKED)
def test_an_answer_has_the_stated_shape(client: TestClient, name: str) -> None:
    operation = next(each for each in OPERATIONS if each.name == name)
    response = client.post(f"/api/v1{operation.path}", json=_ASKED[name])
    assert response.status_code == 200, response.text
    msgspec.json.decode(response.content, type=operation.answer)
    assert "max-age" in response.headers["cache-control"]
    assert operation.cost(msgspec.convert(_ASKED[name], operation.request, strict=False)) < DEAREST


def test_times_are_those_of_the_library(client: TestClient) -> None:
    body = client.get("/api/v1/times", params=_ASKED["times"]).json()
    table = miqat.prayer.times("Tehran", "2027-02-08", "2027-02-10")
    assert body == json.loads(table.to_json())


def test_a_query_and_a_body_have_one_answer(client: TestClient) -> None:
    asked = _ASKED["crescent"]
    by_query = client.get("/api/v1/crescent", params=asked)
    assert by_query.json() == client.post("/api/v1/crescent", json=asked).json()


def test_csv_and_text_on_request(client: TestClient) -> None:
    table = client.get("/api/v1/times", params=_ASKED["times"], headers={"Accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 4
    line = client.get("/api/v1/next", params=_ASKED["next"], headers={"Accept": "text/plain"})
    assert " in " in line.text
    assert line.text.count("\n") == 1


def test_a_client_with_the_answer_gets_304(client: TestClient) -> None:
    first = client.get("/api/v1/qibla", params={"place": "Lagos"})
    again = client.get(
        "/api/v1/qibla", params={"place": "Lagos"}, headers={"If-None-Match": first.headers["etag"]}
    )
    other = client.get(
        "/api/v1/qibla", params={"place": "Kano"}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_a_row_without_an_answer_says_why(client: TestClient) -> None:
    rows = client.post("/api/v1/convert/many", json=_ASKED["convert-many"]).json()["rows"]
    assert [row["gregorian"] for row in rows] == ["2027-02-08", None, "2027-02-08"]
    assert "month 13" in rows[1]["error"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("times?plce=Tehran", 400, "did you mean 'place'?"),
        ("times", 400, "the parameter 'place' is required"),
        ("times?place=Tehrann", 404, "did you mean 'Tehran'"),
        ("times?place=Tehran&start=8 Feb", 400, "start: "),
        ("times?place=Tehran&start=2027-02-08&stop=2027-02-01", 422, "before it starts"),
        ("times?place=Tehran&start=1900-01-01&stop=2100-01-01", 422, "too much at once"),
        ("times?place=Tehran&place=Qum", 400, "place: Expected one value"),
        ("crescent?place=Oslo&date=2027-02-07&when=noon", 400, "when: "),
        ("convert?date=1448-13-01", 422, "month 13"),
        ("tims?place=Oslo", 404, "did you mean /api/v1/times?"),
    ],
)
def test_a_mistake_gets_one_clear_line(
    client: TestClient, path: str, status: int, said: str
) -> None:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert said in problem["detail"]
    assert "\n" not in problem["detail"]
    assert problem["status"] == status


def test_a_body_or_an_address_that_is_too_long_is_refused(client: TestClient) -> None:
    large = client.post("/api/v1/place", content=b"x" * 1_000_001)
    assert large.status_code == 413
    assert client.get(f"/api/v1/place?place={'x' * 8_000}").status_code == 414


def test_every_response_has_the_security_headers(client: TestClient) -> None:
    for path in ("/health", "/api/v1/place?place=Oslo", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_the_document_lists_every_operation(client: TestClient) -> None:
    document: dict[str, Any] = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {path.removeprefix("/api/v1") for path in document["paths"]} == {
        operation.path for operation in OPERATIONS
    }
