"""Answers for language models: one sentence with the doubt in it, and where the answer is from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.web.operation import Plain


class Said(NamedTuple):
    """A sentence, and how certain it is; `source` says from where or by which rule."""

    say: str
    certainty: str
    source: str
    probability: float | None = None


def _when(answer: Plain) -> Said:
    forecasts = answer["forecasts"]
    if not forecasts:
        return Said("No authority has a day for it in that year.", "unknown", "")
    first = forecasts[0]
    lines = [_of_authority(each) for each in forecasts[:3]]
    if len(forecasts) > 3:
        lines.append(f"{len(forecasts) - 3} other authorities are in the answer")
    return Said(
        ". ".join(lines) + ".",
        first["certainty"],
        first["source"],
        _likeliest(first).get("probability"),
    )


def _likeliest(forecast: Plain) -> Plain:
    return dict(max(forecast["dates"], key=lambda each: each["probability"] or 0, default={}))


def _of_authority(forecast: Plain) -> str:
    likeliest = _likeliest(forecast)
    if not likeliest:
        return f"{forecast['title']} has no day for {forecast['observance']} {forecast['year']}"
    days = ", ".join(_day(each) for each in likeliest["first"])
    said = f"{forecast['observance']} {forecast['year']} by {forecast['title']}: {days}"
    others = [
        f"{_day(each['first'][0])} with {_percent(each['probability'])}"
        for each in forecast["dates"]
        if each["first"] != likeliest["first"] and (each["probability"] or 0) >= 0.01
    ]
    chance = likeliest["probability"]
    doubt = "" if chance is None else f", {_percent(chance)}"
    also = f"; also possible: {', '.join(others)}" if others else ""
    return f"{said} ({forecast['certainty']}{doubt}){also}"


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f} %"


def _day(on: str | date) -> str:
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{day:%A} {day.day} {day:%B %Y}"


def _today(answer: Plain) -> Said:
    hijri = answer["hijri"]
    month = hijri["month"]
    place = answer["place"]["name"]
    doubt = f"; the first of the month is {month['certainty']}"
    return Said(
        f"In {place} the Hijri date is {hijri['now']} by {hijri['calendar']}{doubt}.",
        month["certainty"], month["source"],
    )  # fmt: skip


def _convert(answer: Plain) -> Said:
    dates = ", ".join(f"{text} ({name})" for name, text in answer["dates"].items())
    certainties = sorted({*answer["certainty"].values()})
    more = "; other authorities may differ by a day" if answer["dates"] else ""
    return Said(
        f"{_day(answer['gregorian'])} is {dates or 'outside the calendars'}{more}.",
        ", ".join(certainties) or "unknown", "the tables and rules of the calendars",
    )  # fmt: skip


def _times(answer: Plain) -> Said:
    rows = answer["days"]
    span = rows[0]["date"] if len(rows) == 1 else f"{rows[0]['date']} to {rows[-1]['date']}"
    return Said(
        f"Times of {answer['place']['name']}, {span}, by the method {answer['method']}; a mosque "
        "may print other minutes.",
        "calculated", f"the method {answer['method']}",
    )  # fmt: skip


def _compare(answer: Plain) -> Said:
    return Said(
        f"{answer['differ']} of {answer['months']} months begin on different days.",
        "calculated", answer["calendar"],
    )  # fmt: skip


def _crescent(answer: Plain) -> Said:
    chance = answer["probability"].get("naked_eye")
    sentence = answer["sentence"] or f"The outcome is {answer['outcome']}."
    return Said(sentence, "calculated", "the criteria in the answer", chance)


def _qibla(answer: Plain) -> Said:
    if answer["azimuth"] is None:
        return Said(answer["note"], "calculated", "geodesic on the ellipsoid WGS 84")
    return Said(
        f"From {answer['place']['name']} the Kaaba is at {answer['azimuth']:.1f}° clockwise from "
        "true north; a compass points to magnetic north.",
        "calculated", "geodesic on the ellipsoid WGS 84",
    )  # fmt: skip


def _place(answer: Plain) -> Said:
    others = answer["namesakes"]
    doubt = f"; {len(others)} others have the name, such as {others[0]}" if others else ""
    return Said(
        f"This means {answer['name']}, {answer['country'] or 'no country'}{doubt}.",
        "listed" if not others else "ambiguous", "the list of cities",
    )  # fmt: skip


#: What is said of the answer of each operation that is a tool.
SAID: dict[str, Callable[[Any], Said]] = {
    "when": _when,
    "day": _today,
    "convert": _convert,
    "times": _times,
    "compare": _compare,
    "crescent": _crescent,
    "qibla": _qibla,
    "place": _place,
}
