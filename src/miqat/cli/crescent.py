"""`miqat crescent PLACE [DATE]`: who can see it tonight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from miqat.cli import dates, formats
from miqat.cli.crescent_maps import write_maps
from miqat.cli.layout import Section, write, write_json
from miqat.crescent import Evening, all_criteria, criterion, custom_criterion, observe
from miqat.crescent.criteria import checked_instant
from miqat.places import place

if TYPE_CHECKING:
    from miqat.crescent import Criterion
    from miqat.crescent.twilight import When

_STEP = 0.5  # degrees of a map
_DIGITS_OF_A_DATE = 5


def answer(
    where: str | None,
    on: str | None,
    *,
    elevation: float | None,
    morning: bool,
    criterion_ids: tuple[str, ...],
    formula: str | None,
    instant: str | None,
    as_json: bool,
    picture: str | None,
    geojson: str | None,
    netcdf: str | None,
    evenings: int | None,
    step: float | None,
) -> None:
    """Print whether the crescent can be seen from a place, or write maps of a date."""
    files = {"picture": picture, "geojson": geojson, "netcdf": netcdf}
    if where is None:
        missing = "a date" if any(files.values()) else "a place"
        raise click.UsageError(
            f"{missing} is missing: miqat crescent Karachi 2027-02-07, or miqat "
            "crescent 2027-02-07 --map FILE"
        )
    chosen = _chosen(criterion_ids, formula)
    if instant is not None:
        chosen = tuple(one.taken_at(checked_instant(instant)) for one in chosen)
    when: When = "morning" if morning else "evening"
    if any(files.values()):
        if elevation is not None:
            raise click.UsageError("--elevation is for a PLACE; a map has none")
        first = _map_date(where, on)
        if len(criterion_ids) > 1:
            raise click.UsageError("a map is of one --criterion; write one map for each")
        one = chosen[0]  # of all of them Yallop's is the first
        step = _STEP if step is None else step
        write_maps(first, evenings or 1, step, one, when, files, as_json=as_json)
        return
    for name, given in (("--evenings", evenings), ("--step", step)):
        if given is not None:
            raise click.UsageError(f"{name} is for --map, --geojson or --netcdf")
    if on is None and _is_date(where):
        raise click.UsageError(
            f"a place is missing: miqat crescent PLACE {where}, or --map FILE for the world"
        )
    here = place(where, elevation=elevation)
    day = dates.day(on, here.zone) if on else datetime.now(here.zone).date()
    evening = observe(here, day, when)
    if as_json:
        write_json(evening.to_dict(chosen))
        return
    heading = f"{here.label}, {evening.when} of {formats.civil(day)}\n{evening.sentence}"
    write(
        heading + _next_look(evening),
        [
            Section("Times", _time_rows(evening)),
            Section("At the best time", _sight_rows(evening)),
            Section("Criteria", _criterion_rows(evening, chosen)),
            Section("Probability of a report", _chance_rows(evening)),
        ],
    )


def _map_date(where: str, on: str | None) -> date:
    """Return the date of a map, which has no place."""
    if on is not None:
        raise click.UsageError(f"a map is of a date without a place: miqat crescent {on} --map")
    if not _is_date(where):
        raise click.UsageError(
            f"a map is of a date, not of {where!r}: miqat crescent 2027-02-07 --map FILE"
        )
    return dates.day(where)


def _is_date(text: str) -> bool:
    """Tell whether a text is meant as a date and not as a place."""
    digits = sum(map(str.isdecimal, text))
    return text.casefold() in dates.RELATIVE or (
        digits >= _DIGITS_OF_A_DATE and "," not in text and ":" not in text
    )


def _chosen(criterion_ids: tuple[str, ...], formula: str | None) -> tuple[Criterion, ...]:
    if formula is not None and criterion_ids:
        raise click.UsageError("give either --criterion or --formula")
    if formula is not None:
        return (custom_criterion(formula),)
    return tuple(criterion(name) for name in criterion_ids) or all_criteria()


def _next_look(evening: Evening) -> str:
    """Return when to look for the young crescent, on an evening of the old Moon."""
    coming, sunset = evening.conjunction, evening.sunset
    if evening.when != "evening" or sunset is None or coming <= sunset:
        return ""
    on = coming.date() + timedelta(days=coming.time() > sunset.time())
    return (
        f"\nConjunction: {formats.civil(coming.date())}, {coming:%H:%M}. First evening to look: "
        f"{formats.civil(on)}."
    )


def _time_rows(evening: Evening) -> list[tuple[str, str]]:
    moon, sun = ("moonset", "sunset") if evening.when == "evening" else ("moonrise", "sunrise")
    rows = [
        ("conjunction", _moment(evening.conjunction)),
        ("seen from here", f"{_moment(evening.conjunction_topo)}, topocentric"),
    ]
    for name, instant in ((sun, evening.sunset), (moon, evening.moonset)):
        rows.append((name, "none" if instant is None else f"{instant:%H:%M:%S}"))
    is_old = evening.when == "evening" and evening.age is not None and evening.age < timedelta(0)
    if evening.lag is not None and not is_old:
        rows.append(("lag", f"{evening.lag / timedelta(minutes=1):+.1f} min"))
    if evening.age is not None and not is_old:
        rows.append(("age", f"{evening.age / timedelta(hours=1):+.1f} h"))
    if evening.best_time is not None:
        rows.append(("best time", f"{evening.best_time:%H:%M:%S}"))
    return rows


def _moment(instant: datetime) -> str:
    return f"{formats.short(instant.date())} {instant:%H:%M:%S}"


def _sight_rows(evening: Evening) -> list[tuple[str, str]]:
    if evening.outcome:
        return []
    sight = evening.at_best
    moon, sun = sight.moon_topo, sight.sun_topo
    return [
        ("Moon", f"altitude {float(moon.altitude):.2f}°, azimuth {float(moon.azimuth):.2f}°"),
        ("Sun", f"altitude {float(sun.altitude):.2f}°, azimuth {float(sun.azimuth):.2f}°"),
        ("ARCL", f"{float(sight.arcl):.2f}° geocentric, {float(sight.arcl_topo):.2f}° topocentric"),
        ("ARCV", f"{float(sight.arcv):.2f}° geocentric, {float(sight.arcv_topo):.2f}° topocentric"),
        ("DAZ", f"{float(sight.daz):+.2f}°"),
        ("width", f"{float(sight.w):.2f}'"),
        ("lit", f"{float(sight.illuminated):.2%}"),
        ("lit limb", f"{float(sight.tilt):.0f}° clockwise from straight up"),
    ]


def _criterion_rows(evening: Evening, chosen: tuple[Criterion, ...]) -> list[tuple[str, str]]:
    if evening.outcome:
        return []
    rows = []
    for one in chosen:
        letter = evening.zone(one)
        text = next((zone.text for zone in one.zones if zone.letter == letter), "")
        found = f"{one.symbol} {evening.value(one):+.3f}  {letter}: {text}"
        rows.append((one.id, found if letter else "none: the formula has no value here"))
    return rows


def _chance_rows(evening: Evening) -> list[tuple[str, str]]:
    return [
        ("by naked eye", f"{evening.probability('naked eye'):.0%}"),
        ("by eye or optics", f"{evening.probability('optical aid'):.0%}"),
    ]
