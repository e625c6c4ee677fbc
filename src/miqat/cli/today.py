"""`miqat today PLACE`: the day of a place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from miqat import days
from miqat.almanac import day
from miqat.cli import formats
from miqat.cli.layout import place_fields, write, write_json
from miqat.cli.today_text import DayText
from miqat.languages import language

if TYPE_CHECKING:
    from miqat.almanac import Day


def answer(
    place: str,
    at: str | None,
    authority_id: str | None,
    calendar_id: str | None,
    method_id: str | None,
    spoken: str,
    clock: str,
    *,
    with_sources: bool,
    as_json: bool,
) -> None:
    """Print the Hijri date, prayer times, Moon, qibla and observances of a place."""
    tongue = language(spoken)
    found = day(
        place, formats.instant(at), calendar=calendar_id, authority=authority_id, method=method_id
    )
    if as_json:
        write_json(_as_json(found))
    else:
        page = DayText(found, tongue, hours=int(clock), with_sources=with_sources)
        write(page.heading(), page.sections())


def _short(calendar_id: str) -> str:
    return calendar_id.removeprefix("authority:")


def _as_json(answer: Day) -> dict[str, Any]:
    here, moon = answer.place, answer.moon
    return {
        "place": {
            **place_fields(here),
            "namesakes": [namesake.label for namesake in answer.namesakes],
        },
        "at": answer.at.isoformat(),
        "date": answer.date.isoformat(),
        "hijri": {
            "calendar": answer.calendar.id,
            "authority": _authority_json(answer),
            "month": {
                "first_day": days.to_date(answer.month.first_day).isoformat(),
                "certainty": str(answer.month.certainty),
                "source": answer.month.source,
            },
            "now": answer.hijri.isoformat(),
            "after_sunset": answer.hijri_after_sunset.isoformat(),
            "of_date": answer.hijri_of_date.isoformat(),
            "changes_at": answer.nightfall.at.isoformat(),
            "changes_by": answer.nightfall.sign,
            "authorities": {
                _short(other.calendar.id): other.isoformat() for other in answer.beside
            },
            "others": {other.calendar.id: other.isoformat() for other in answer.others},
        },
        "method": answer.method.id,
        "times": {name: _iso(time) for name, time in answer.times.items()},
        "absent": {
            name: str(time) for name, time in answer.times.items() if not isinstance(time, datetime)
        },
        "next_prayer": {
            "name": answer.next_prayer.name,
            "at": answer.next_prayer.at.isoformat(),
            "seconds": round(answer.next_prayer.remaining.total_seconds()),
        },
        "fast": answer.fast
        and {
            "date": answer.fast.date.isoformat(),
            "imsak": _iso(answer.fast.imsak),
            "iftar": _iso(answer.fast.iftar),
        },
        "moon": {
            "age_hours": round(moon.age / timedelta(hours=1), 2),
            "illuminated": round(moon.illuminated, 4),
            "next_conjunction": moon.next_conjunction.isoformat(timespec="seconds"),
        },
        "qibla": {
            "azimuth": None if answer.qibla.azimuth is None else round(answer.qibla.azimuth, 4),
            "distance_km": round(answer.qibla.distance, 3),
        },
        "observances": [
            {
                "id": occurrence.observance.id,
                "name": occurrence.observance.names["en"],
                "kind": occurrence.observance.kind,
                "kept_by": list(occurrence.observance.kept_by),
                "hijri": occurrence.hijri.isoformat(),
                "first": occurrence.first.isoformat(),
                "last": occurrence.last.isoformat(),
                "night_before": occurrence.span.is_night,
            }
            for occurrence in answer.observances
        ],
    }


def _authority_json(answer: Day) -> dict[str, str | None] | None:
    by = answer.authority
    if by is None:
        return None
    return {
        "id": by.id,
        "title": by.title,
        "source": by.source,
        "default": answer.calendar_choice.default or None,
    }


def _iso(time: object) -> str | None:
    return time.isoformat() if isinstance(time, datetime) else None
