"""Answers that are still true, held in memory up to a number of bytes."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import NamedTuple


class Cached(NamedTuple):
    """The body of an answer, its headers, and until when it is true (a monotonic time)."""

    body: bytes
    headers: dict[str, str]
    until: float


class Cache:
    """The answers that were asked for last; the oldest are dropped first."""

    def __init__(self, largest: int = 32_000_000) -> None:
        self._largest = largest
        self._bytes = 0
        self._answers: OrderedDict[str, Cached] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def get(self, key: str) -> Cached | None:
        """Return the answer to a request if it is still true."""
        answer = self._answers.get(key)
        if answer is None or answer.until < time.monotonic():
            self.misses += 1
            return None
        self._answers.move_to_end(key)
        self.hits += 1
        return answer

    def put(self, key: str, body: bytes, headers: dict[str, str], seconds: int) -> Cached:
        """Hold an answer for some seconds, and return it."""
        answer = Cached(body, headers, time.monotonic() + seconds)
        previous = self._answers.pop(key, None)
        self._bytes += len(body) - (len(previous.body) if previous else 0)
        self._answers[key] = answer
        while self._bytes > self._largest and self._answers:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body)
        return answer

    def clear(self) -> None:
        """Forget every answer."""
        self._answers.clear()
        self._bytes = 0
