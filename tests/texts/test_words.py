"""The built words are those of the sources."""

from __future__ import annotations

from miqat.data import read_text
from miqat.texts.lexicon import to_json
from miqat.texts.word_builder import build


def test_the_words_are_built_from_the_files_as_they_are() -> None:
    current = read_text("texts/words.json")
    assert to_json(build()) == current, "run `python -m tools.build_words`"
