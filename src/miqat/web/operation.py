"""What an operation is: a typed request, a typed answer, and how long the answer stays true.

The routes, the OpenAPI document, the page of documentation and the tools for language models are
all made from the operations in `miqat.web.operations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.web.freshness import Freshness

    Plain = dict[str, Any]


class Request(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The parameters of an operation: a query, or the JSON body of a POST."""


class Answer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The shape of an answer; it is for the schema, since answers are encoded as plain data."""


Asked = TypeVar("Asked", bound=Request)


@dataclass(frozen=True, slots=True)
class Operation(Generic[Asked]):
    """One capability of the library over HTTP.

    `path` follows `/api/v1`. `run` computes the answer as plain data, the same that `to_dict` of
    the library returns; `answer` is its shape. `lasting` tells for how long the answer is true.
    `cost` estimates the work in units of about one millisecond; the server refuses what is above
    its limit before it starts. `command` is the command of the command line that answers alike.
    `text` is the answer in one line, and `rows` as records for CSV, where there are such forms.
    """

    name: str
    path: str
    tag: str
    summary: str
    request: type[Asked]
    answer: type[Answer]
    run: Callable[[Asked], Plain]
    lasting: Callable[[Asked, Plain], Freshness]
    command: str = ""
    cost: Callable[[Asked], float] = lambda _asked: 5.0
    text: Callable[[Asked, Plain], str] | None = None
    rows: Callable[[Asked, Plain], list[Plain]] | None = None
