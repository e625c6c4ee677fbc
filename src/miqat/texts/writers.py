"""Documents written out: CSV, HTML, TEI, TIMEX3 and EDTF."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

from miqat import days
from miqat.texts.expression import clock_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from miqat.texts.model import Document, Mention, Reading

_COLUMNS = (
    "document", "start", "end", "text", "kind", "first", "last", "night_before", "calendar",
    "authority", "certainty", "ambiguous_because", "contradictions", "refused_because",
)  # fmt: skip
_TEI_CALENDARS = {
    "hijri": "#Hijri-qamari", "solar-hijri": "#Hijri-shamsi", "rumi": "#Rumi",
    "julian": "#Julian", "gregorian": "#Gregorian",
}  # fmt: skip
_STYLE = (
    "body{max-width:46em;margin:2em auto;font:1.05em/1.5 serif;white-space:pre-wrap}"
    "mark{background:#e8f1e4;border-bottom:1px solid #5b8a4a}"
    "mark.unresolved{background:#f2f2f2;border-color:#999}"
    "mark.contradiction{background:#fbe3dc;border-color:#b5472f}"
)


def to_csv(documents: Iterable[Document]) -> str:
    """Return the mentions of documents as CSV, a line each under a header."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for document in documents:
        for mention in document:
            best = mention.best
            writer.writerow([
                document.title, mention.start, mention.end, mention.text, mention.kind,
                "" if best is None else days.iso_text(best.first),
                "" if best is None else days.iso_text(best.last),
                "" if best is None else str(best.night).lower(),
                "" if best is None else best.calendar,
                "" if best is None else best.authority or "", mention.certainty,
                "; ".join(mention.ambiguous_because),
                "; ".join(clash_text(each) for each in mention.contradictions),
                mention.refused_because or "",
            ])  # fmt: skip
    return file.getvalue()


def clash_text(of: object) -> str:
    """Return a contradiction in a few words."""
    kind, grade, stated, found = (
        getattr(of, name) for name in ("kind", "grade", "stated", "found")
    )
    cause = getattr(of, "cause", "")
    return f"{grade}: {kind} {stated}, not {found}" + (f" ({cause})" if cause else "")


def to_html(document: Document) -> str:
    """Return the text as a page with its mentions marked; a pointer over one shows its readings."""
    body = _marked(document, _html_mention)
    title = escape(document.title or "Dates")
    direction = ' dir="rtl"' if document.language in ("ar", "fa", "ur") else ""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language or "und")}"{direction}>\n'
        f'<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body>{body}</body>\n</html>\n"
    )


def to_tei(document: Document) -> str:
    """Return the text as a TEI paragraph with `date` elements."""
    body = _marked(document, _tei_mention)
    return f'<p xmlns="http://www.tei-c.org/ns/1.0">{body}</p>\n'


def to_timex3(document: Document) -> str:
    """Return the text with TIMEX3 elements; `value` is the best day, the rest an extension."""
    numbers = {id(mention): at for at, mention in enumerate(document, 1)}

    def tagged(mention: Mention, text: str) -> str:
        kind = "SET" if mention.kind == "recurrence" else "DATE"
        value = "" if mention.best is None else f' value="{timex_value(mention.best)}"'
        calendar = mention.expression.calendar or ""
        return (
            f'<TIMEX3 tid="t{numbers[id(mention)]}" type="{kind}"{value} '
            f'miqat:calendar="{calendar}" miqat:certainty="{mention.certainty}">{text}</TIMEX3>'
        )

    body = _marked(document, tagged)
    return f'<TimeML xmlns:miqat="urn:miqat:timex">{body}</TimeML>\n'


def to_edtf(documents: Iterable[Document]) -> str:
    """Return a line for each mention that has days: EDTF, a tab and the text."""
    lines = []
    for document in documents:
        for mention in document:
            value = edtf_value(mention)
            lines += [f"{value}\t{' '.join(mention.text.split())}"] * (value is not None)
    return "".join(f"{line}\n" for line in lines)


def edtf_value(mention: Mention) -> str | None:
    """Return the days of a mention in EDTF (ISO 8601-2): one of a set where readings differ."""
    best = mention.best
    if best is None and not mention.readings:
        return None
    spans = dict.fromkeys(_edtf_span(each) for each in mention.readings)
    if len(spans) == 1:
        return next(iter(spans))
    if all("/" not in span for span in spans):
        return f"[{','.join(sorted(spans))}]"
    return None if best is None else f"{_edtf_span(best).replace('/', '~/')}~"


def timex_value(reading: Reading) -> str:
    """Return the value of TIMEX3: a day, else an interval."""
    return _edtf_span(reading)


def _edtf_span(reading: Reading) -> str:
    first = days.iso_text(reading.first)
    return first if reading.is_day else f"{first}/{days.iso_text(reading.last)}"


def _marked(document: Document, mark: Callable[[Mention, str], str]) -> str:
    """Return the text, escaped, with each mention replaced by its mark."""
    parts, at = [], 0
    for mention in document:
        parts.append(escape(document.text[at : mention.start], quote=False))
        parts.append(mark(mention, escape(document.text[mention.start : mention.end], quote=False)))
        at = mention.end
    parts.append(escape(document.text[at:], quote=False))
    return "".join(parts)


def _html_mention(mention: Mention, text: str) -> str:
    grades = {each.grade for each in mention.contradictions}
    kind = "contradiction" if grades - {"authority"} else mention.certainty
    lines = [
        f"{_edtf_span(each)} by {each.authority or each.calendar} ({each.weight:.0%})"
        for each in mention.readings
    ]
    if mention.kind == "clock":
        lines.append(clock_text(mention.expression))
    if mention.refused_because:
        lines.append(mention.refused_because)
    lines += [*mention.ambiguous_because, *map(clash_text, mention.contradictions)]
    return f'<mark class="{kind}" title="{escape(chr(10).join(lines))}">{text}</mark>'


def _tei_mention(mention: Mention, text: str) -> str:
    of, best = mention.expression, mention.best
    found = [f'calendar="{_TEI_CALENDARS[of.calendar]}"'] if of.calendar else []
    if of.year is not None and of.calendar != "gregorian":
        parts = [f"{of.year:04d}"]
        if of.month is not None:
            parts.append(f"{of.month:02d}")
        if of.month is not None and of.day is not None and of.day > 0:
            parts.append(f"{of.day:02d}")
        found.append(f'when-custom="{"-".join(parts)}"')
    if best is not None:
        first, last = days.iso_text(best.first), days.iso_text(best.last)
        where = f'when="{first}"' if best.is_day else f'notBefore="{first}" notAfter="{last}"'
        sure = {"certain": "high", "authority": "medium"}.get(mention.certainty, "low")
        found += [where, f'cert="{sure}"']
    return f"<date {' '.join(found)}>{text}</date>" if found else text
