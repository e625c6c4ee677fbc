"""Builds data/texts/words.json from the words of every language; run after a change of them."""

from __future__ import annotations

from miqat.data import data_path
from miqat.texts.lexicon import to_json
from miqat.texts.word_builder import build


def main() -> None:
    """Write the file."""
    with open(data_path("texts/words.json"), "w", encoding="utf-8") as file:
        file.write(to_json(build()))


if __name__ == "__main__":
    main()
