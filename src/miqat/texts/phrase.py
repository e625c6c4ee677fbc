"""A phrase: a run of tokens and what it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from miqat.texts.expression import Expression


class Phrase(NamedTuple):
    """A run of tokens and what it states; `score` says how much.

    `half` marks what counts only as the other half of a dual date.
    """

    first: int
    last: int
    expression: Expression
    score: float
    half: bool = False
    language: str = ""
