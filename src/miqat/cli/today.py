"""`miqat today PLACE`: the day of a place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from miqat import days
from miqat.almanac import day
from miqat.cli import formats
from miqat.cli.layout import Section, place_fields, write, write_json

if TYPE_CHECKING:
    from miqat.almanac import Day
    from miqat.observances import Occurrence


# The rest stand in the JSON, and in `miqat times`.
_SHOWN = ("fajr", "sunrise", "dhuhr", "asr", "maghrib", "isha")


@click.command("today")
@click.argument("place")
@click.option("--at", metavar="INSTANT", help="Another moment: 2027-02-08T18:00+03:30.")
@click.option(
    "--authority", "authority_id", metavar="ID",
    help="Whose months to go by; the documented default of PLACE unless given.",
)  # fmt: skip
@click.option(
    "--calendar", "calendar_id", metavar="ID",
    help="The Hijri calendar to go by, whoever announces what.",
)  # fmt: skip
@click.option(
    "--method", "method_id", metavar="ID",
    help="The method of the prayer times; that of the place's country unless given.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(
    place: str, at: str | None, authority_id: str | None, calendar_id: str | None,
    method_id: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Print the Hijri date, prayer times, Moon, qibla and observances of PLACE.

    PLACE is a city in any script ("Tehran", "القدس", "San José, CR") or LATITUDE,LONGITUDE.
    """
    answer = day(
        place, formats.instant(at), calendar=calendar_id, authority=authority_id, method=method_id
    )
    if as_json:
        write_json(_as_json(answer))
    else:
        write(_heading(answer), _sections(answer))


def _heading(answer: Day) -> str:
    also = f" (also: {'; '.join(p.label for p in answer.namesakes)})" if answer.namesakes else ""
    offset = answer.at.isoformat(timespec="seconds").removeprefix(f"{answer.at:%Y-%m-%dT%H:%M:%S}")
    clock = f"{answer.at:%H:%M} UTC{offset}"
    return f"{answer.place.label}{also}\n{formats.civil(answer.date)}, {clock}"


def _sections(answer: Day) -> list[Section]:
    return [
        Section("Hijri date", _hijri_rows(answer)),
        Section(f"Times ({answer.method.title}{_of_point(answer)})", *_time_rows(answer)),
        Section("Ramadan", _fast_rows(answer)),
        Section("Moon", _moon_rows(answer)),
        Section("Qibla", _qibla_rows(answer)),
        Section("Observances", [_observance_row(o, answer) for o in answer.observances]),
    ]


def _hijri_rows(answer: Day) -> list[tuple[str, str]]:
    nightfall = answer.nightfall
    when = formats.clock(nightfall.at, answer.date)
    sign = when if nightfall.sign == "sunset" else f"{when}, {nightfall.sign}: no sunset"
    rows = [
        ("now", f"{formats.hijri(answer.hijri)} ({_short(answer.calendar.id)})"),
        ("after sunset", f"{formats.hijri(answer.hijri_after_sunset)} (from {sign})"),
        *_authority_rows(answer),
    ]
    return rows + [(f"{other.calendar.id}", formats.hijri(other)) for other in answer.others]


def _authority_rows(answer: Day) -> list[tuple[str, str]]:
    """Return who says so, how sure the month is, and what the place's other bodies have."""
    if answer.authority is None:
        return []
    month, by = answer.month, answer.authority
    began = formats.short(days.to_date(month.first_day))
    rows = [
        ("announced by", f"{by.title} ({by.source})"),
        ("the month", f"{month.certainty}, from {began}: {month.source}"),
    ]
    if answer.calendar_choice.default:
        rows.append(("by default", answer.calendar_choice.default))
    for other in answer.beside:
        certainty = other.calendar.month(other.year, other.month).certainty
        rows.append((_short(other.calendar.id), f"{formats.hijri(other)} ({certainty})"))
    return rows


def _short(calendar_id: str) -> str:
    return calendar_id.removeprefix("authority:")


def _of_point(answer: Day) -> str:
    return "" if answer.point == answer.place else ", for its own point of the city"


def _time_rows(answer: Day) -> tuple[list[tuple[str, str]], frozenset[str]]:
    rows = [
        (name, formats.clock(time, answer.date) if isinstance(time, datetime) else str(time))
        for name, time in answer.times.items()
        if name in _SHOWN
    ]
    coming = answer.next_prayer
    rows.append(("next", f"{coming.name} in {formats.span(coming.remaining)}"))
    is_today = getattr(answer.times, coming.name) == coming.at
    return rows, frozenset({coming.name} if is_today else ())


def _fast_rows(answer: Day) -> list[tuple[str, str]]:
    if answer.fast is None:
        return []
    return [
        (name, formats.clock(time, answer.date) if isinstance(time, datetime) else str(time))
        for name, time in (("imsak", answer.fast.imsak), ("iftar", answer.fast.iftar))
    ]


def _moon_rows(answer: Day) -> list[tuple[str, str]]:
    moon = answer.moon
    following = moon.next_conjunction
    return [
        ("age", f"{formats.span(moon.age)} since conjunction"),
        ("lit", f"{moon.illuminated:.0%}"),
        ("next conjunction", f"{formats.civil(following.date())}, {following:%H:%M}"),
    ]


def _qibla_rows(answer: Day) -> list[tuple[str, str]]:
    azimuth, distance, note = answer.qibla
    direction = note if azimuth is None else f"{azimuth:.1f}° from true north, clockwise"
    return [("direction", direction), ("distance", f"{distance:,.0f} km")]


def _observance_row(occurrence: Occurrence, answer: Day) -> tuple[str, str]:
    first, last, night = occurrence.first, occurrence.last, occurrence.span.is_night
    until = f" to {formats.civil(last)}" if last != first else ""
    eve = ", from the sunset before" if night else ""
    name = occurrence.observance.names["en"]
    keepers = occurrence.observance.kept_by
    who = "" if "general" in keepers else f" ({', '.join(keepers)})"
    return formats.short(first), f"{name}{who}: {formats.hijri(occurrence.hijri)}{until}{eve}"


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
