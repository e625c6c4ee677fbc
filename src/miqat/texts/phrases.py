"""The rules that extend a head to a phrase: a month to a date, an observance to its day.

The rules know no language. They look for days, years, weekdays and parts of a month on both sides
of the head, with the words that each language puts between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miqat.texts import phrase_clock, phrase_figures, phrase_month, phrase_observance, phrase_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miqat.texts.atoms import Atoms
    from miqat.texts.phrase import Phrase

_RULES = (phrase_month, phrase_observance, phrase_year, phrase_figures, phrase_clock)


def phrases(atoms: Atoms, *, whole: bool) -> Iterator[Phrase]:
    """Yield every phrase that the rules find; `whole` tells that the text is nothing else."""
    for rules in _RULES:
        yield from rules.phrases(atoms, whole=whole)
