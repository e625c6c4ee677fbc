"""The four steps together: `find` in a text, `read` for a document."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.errors import InvalidDate, WrongType
from miqat.texts import anchor as anchors
from miqat.texts.clocks import with_times
from miqat.texts.dual import of_days, of_length, of_order, of_weekday
from miqat.texts.lexicon import checked_language, lexicon
from miqat.texts.model import Anchor, Contradiction, Document, Mention
from miqat.texts.ranges import in_ranges
from miqat.texts.recognise import Found, recognise
from miqat.texts.resolve import Resolver
from miqat.texts.tokens import word_key, word_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miqat.authorities import Authority
    from miqat.places import PlaceLike
    from miqat.texts.model import Reading

_SAMPLE = 20_000  # code points by which the language of a text is told
_JOINED = re.compile(r"[\s,،\u200e\u200f]*(?:[/(=\[–—-]|[\s,،])[\s\u200e\u200f]*")


def find(
    text: str, language: str | None = None, anchor: Any = None, place: PlaceLike | None = None,
    authority: str | Authority | None = None,
) -> list[Mention]:  # fmt: skip
    """Return the dated expressions of a text, with the civil days that they mean.

    `language` is an ISO 639 code; without it all languages are read and that of the text decides
    where a word has two meanings. `anchor` is the day that "this year's Ramadan" counts from: a
    date; without it the text's own dates are used. `place` or `authority` choose the calendar.
    Raises `UnknownName`, `InvalidDate` for an anchor without a year, `WrongType`.

    >>> [found] = find("The fatwa is dated 27 Ramadan 1445.")
    >>> found.text, found.kind, days.iso_text(found.best.first)
    ('27 Ramadan 1445', 'day', '2024-04-06')
    """
    return list(read(text, language, anchor, place, authority).mentions)


def read(
    text: str, language: str | None = None, anchor: Any = None, place: PlaceLike | None = None,
    authority: str | Authority | None = None, title: str = "",
) -> Document:  # fmt: skip
    """Return a text as a document: its mentions, its language and its date; see `find`."""
    if not isinstance(text, str):
        raise WrongType(f"a text is a string, not {type(text).__name__}")
    tongue = checked_language(language)
    tongues = (tongue,) if tongue else languages_of(text)
    asked = _asked(anchor)
    resolver = Resolver(authority, place)
    found = in_ranges(text, recognise(text, tongues))
    found, partners = _paired(text, found)
    mentions = _resolved(text, found, partners, asked, resolver)
    mentions = _with_partners(mentions, partners)
    if place is not None:
        mentions = with_times(text, mentions, place)
    document_date = next((each.anchor for each in mentions if each.anchor), asked)
    return Document(tuple(mentions), document_date, tongues[0] if tongues else "", title, text)


def _asked(anchor: Any) -> Anchor | None:
    try:
        return anchors.asked(anchor)
    except InvalidDate as error:
        raise InvalidDate(f"the anchor is a full date: {error}") from None


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages that a text seems to be in, the most probable first; none if unsure."""
    known = lexicon().common
    words = [word_key(word) for word in word_pattern().findall(text[:_SAMPLE])]
    counts = {tongue: sum(map(words.count, common)) for tongue, common in known.items() if common}
    best = sorted((tongue for tongue in counts if counts[tongue]), key=lambda each: -counts[each])
    if best and counts[best[0]] > (counts[best[1]] if len(best) > 1 else 0):
        return (best[0],)
    letters = _SCRIPTS.search(text)
    return (str(letters.lastgroup),) if letters else tuple(best[:2])


#: Letters and digits that one language has and its neighbours seldom.
_SCRIPTS = re.compile(
    r"(?P<ur>[ٹڈڑںےہھ])|(?P<fa>[پچژگکی۰-۹])|(?P<ar>[ةىيك٠-٩ء-غ])|(?P<bn>[\u0980-\u09ff])"
    r"|(?P<ru>[а-я])|(?P<tr>[ığşİĞŞ])"
)


def _paired(text: str, found: Sequence[Found]) -> tuple[list[Found], dict[int, int]]:
    """Return the phrases without lone halves, and which of them are halves of one date."""
    listed: list[Found] = []
    partners: dict[int, int] = {}
    for each in found:
        previous = listed[-1] if listed else None
        joined = previous is not None and _are_joined(text, previous, each, len(listed), partners)
        if joined:
            partners[len(listed) - 1] = len(listed)
            partners[len(listed)] = len(listed) - 1
            listed.append(each)
        elif each.phrase.half:
            listed.append(each)
        else:
            listed.append(each)
    kept = [at for at, each in enumerate(listed) if not each.phrase.half or at in partners]
    places = {old: new for new, old in enumerate(kept)}
    return (
        [listed[at] for at in kept],
        {places[one]: places[other] for one, other in partners.items() if one in places},
    )


def _are_joined(text: str, first: Found, second: Found, at: int, partners: dict[int, int]) -> bool:
    """Whether two neighbours are halves of one date: a joint, a slash or brackets between."""
    if at - 1 in partners:
        return False
    one, other = first.phrase.expression, second.phrase.expression
    if one.calendar == other.calendar or None in (one.calendar, other.calendar):
        return False
    if {one.kind, other.kind} & {"clock", "recurrence"}:
        return False
    between = text[first.end : second.start]
    if len(between) > 60 or "\n\n" in between:
        return False
    if _JOINED.fullmatch(between) and between.strip(" \u200e\u200f"):
        return True
    words = [word_key(word) for word in word_pattern().findall(between)]
    if not words:
        return not between.strip(" \u200e\u200f,،") and bool(between.strip()) is False and False
    senses = lexicon().senses
    if len(words) > 4 or re.search(r"[.!?؟]\s", between):
        return False
    return any(
        any(sense.kind == "joint" for sense in senses("".join(words[a:b])))
        for a in range(len(words)) for b in range(a + 1, len(words) + 1)
    )  # fmt: skip


def _resolved(
    text: str,
    found: Sequence[Found],
    partners: dict[int, int],
    asked: Anchor | None,
    resolver: Resolver,
) -> list[Mention]:
    anchor = asked
    mentions = []
    if asked is None:
        anchor = anchors.dateline(text, _full_days(found, resolver))
    fixed = anchor
    for at, each in enumerate(found):
        of = each.phrase.expression
        near = _day_of_partner(found, partners.get(at), resolver) or anchor
        resolved = resolver.resolve(of, near)
        used = near if _needs_anchor(of) else None
        mention = Mention(
            each.start, each.end, text[each.start : each.end], of, each.phrase.language, used,
            resolved.readings, resolved.ambiguous, None, (), resolved.refused,
        )  # fmt: skip
        best = mention.best
        if best is not None:
            mention = _with_clashes(mention, best, resolver)
            best = mention.best
        mentions.append(mention)
        if fixed is None and best is not None and best.is_day and of.kind in ("day", "night"):
            anchor = Anchor(days.to_date(best.first), "last mention")
    return mentions


def _with_clashes(mention: Mention, best: Reading, resolver: Resolver) -> Mention:
    """Return a mention with what its own parts contradict; a reversed range has no days."""
    of = mention.expression
    lengths = {}
    if of.calendar == "hijri" and of.day == 30 and len(best.hijri) == 3:
        lengths = resolver.lengths(best)
    order = of_order(best)
    clashes = (of_weekday(of, best), order, of_length(of, lengths))
    return replace(
        mention,
        contradictions=tuple(clash for clash in clashes if clash is not None),
        refused_because="the range ends before it begins" if order else mention.refused_because,
    )


def _day_of_partner(
    found: Sequence[Found], partner: int | None, resolver: Resolver
) -> Anchor | None:
    """Return the civil day with which a date without a year is joined, None for none."""
    if partner is None:
        return None
    of = found[partner].phrase.expression
    if of.calendar not in ("gregorian", "julian") or of.kind != "day" or of.year is None:
        return None
    readings = resolver.resolve(of).readings
    return Anchor(days.to_date(readings[0].first), "last mention") if readings else None


def _needs_anchor(of: Any) -> bool:
    return of.year is None and of.civil_year is None and of.kind not in (
        "clock", "recurrence", "century",
    )  # fmt: skip


def _full_days(found: Sequence[Found], resolver: Resolver) -> list[tuple[Found, Reading]]:
    listed = []
    for each in found[:5]:
        of = each.phrase.expression
        if of.kind == "day" and of.year is not None:
            readings = resolver.resolve(of).readings
            if readings:
                listed.append((each, readings[0]))
    return listed


def _with_partners(mentions: list[Mention], partners: dict[int, int]) -> list[Mention]:
    """Return the mentions with the other halves of dual dates and what they contradict."""
    listed = list(mentions)
    for one, other in partners.items():
        mine, theirs = mentions[one], mentions[other]
        clash: Contradiction | None = None
        if mine.best is not None and theirs.best is not None and one < other:
            clash = of_days(theirs.best, mine.best)
            names = {mine.expression, theirs.expression}
            if clash is not None and any(of.rules or of.nth is not None for of in names):
                clash = replace(clash, kind="observance")
        listed[one] = replace(
            listed[one], stated_with=(theirs.start, theirs.end),
            contradictions=(*listed[one].contradictions, *([clash] if clash else [])),
        )  # fmt: skip
    return listed
