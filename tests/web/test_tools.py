"""The tools for language models, through a client in memory."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from tests.web.test_server import _free_port

from miqat.cli.commands.mcp import command
from miqat.web.saying import SAID
from miqat.web.tools import server

_ASKED: dict[str, dict[str, Any]] = {
    "when": {"observance": "eid al-fitr", "year": 2027, "authority": "pakistan"},
    "day": {"place": "Karachi", "at": "2027-02-20"},
    "convert": {"date": "1448-09-01"},
    "times": {"place": "Jakarta", "start": "2027-02-08"},
    "compare": {"one": "ummalqura", "other": "islamic-civil", "first_year": 1448},
    "crescent": {"place": "Karachi", "date": "2027-02-07"},
    "qibla": {"place": "Sydney"},
    "place": {"place": "Kano"},
}


def _call(name: str, asked: dict[str, Any]) -> Any:
    async def called() -> Any:
        async with Client(server()) as client:
            return await client.call_tool(name, asked)

    return anyio.run(called)


def test_there_are_at_most_eight_tools_with_described_parameters() -> None:
    async def listed() -> Any:
        async with Client(server()) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in anyio.run(listed)}
    assert set(tools) == set(SAID) == set(_ASKED)
    assert len(tools) <= 8
    place = tools["times"].input_schema["properties"]["place"]
    assert "city" in place["description"]
    assert tools["times"].input_schema["required"] == ["place"]
    assert all(tool.annotations.read_only_hint for tool in tools.values())


@pytest.mark.parametrize("name", _ASKED)
def test_each_answer_says_how_certain_it_is(name: str) -> None:
    result = _call(name, _ASKED[name])
    assert not result.is_error, result.content
    answer = result.structured_content
    assert answer["say"].endswith(".")
    assert answer["certainty"]
    assert answer["source"]
    assert len(answer["as_of"]) == 10
    assert set(answer) == {"say", "certainty", "probability", "source", "as_of", "answer"}


def test_a_forecast_has_its_doubt_in_the_sentence() -> None:
    answer = _call("when", _ASKED["when"]).structured_content
    assert answer["certainty"] == "forecast"
    assert f"{100 * answer['probability']:.0f} %" in answer["say"]
    assert "also possible: " in answer["say"]


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("when", {"authority": "pakistn"}, "did you mean 'pakistan'"),
        ("times", {"place": "Tehrann"}, "did you mean 'Tehran'"),
        ("times", {"start": "8 Feb"}, "`$.start`"),
        ("times", {"start": "1900-01-01", "stop": "2100-01-01"}, "too much at once"),
        ("convert", {"date": "1448-13-01"}, "month 13"),
    ],
)
def test_a_mistake_reaches_the_model(name: str, changed: dict[str, Any], said: str) -> None:
    result = _call(name, {**_ASKED[name], **changed})
    assert result.is_error
    assert said in result.content[0].text


@pytest.mark.parametrize("example", command.examples)
def test_a_real_process_answers(example: str) -> None:
    words = ["-m", "miqat", *shlex.split(example)[1:]]
    port = _free_port()
    words = [str(port) if word == "8001" else word for word in words]

    async def asked(target: Any) -> Any:
        async with Client(target) as client:
            return await client.call_tool("qibla", _ASKED["qibla"])

    if "--port" not in words:
        result = anyio.run(
            asked, StdioServerParameters(command=sys.executable, args=words, env={**os.environ})
        )
        assert "Kaaba" in result.structured_content["say"]
        return
    process = subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert time.monotonic() < until
            time.sleep(0.2)
        result = anyio.run(asked, f"http://127.0.0.1:{port}/mcp")
        assert "Kaaba" in result.structured_content["say"]
    finally:
        process.terminate()
        process.wait(30)
