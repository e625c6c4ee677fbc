"""`miqat when "eid al-fitr" --year 1448`: on which days, by whom, and how probable each is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click

from miqat import days
from miqat.cli import formats
from miqat.cli.layout import Section, write, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.almanac.prospects import ObservanceForecast, PossibleDay
    from miqat.observances import Observance

_SHOWN, _ALL_BUT_CERTAIN, _CERTAIN = (
    0.005,
    0.995,
    1.0 - 1e-9,
)  # what is less probable stands in the JSON alone


@click.command("when")
@click.argument("observance", nargs=-1, required=True)
@click.option("--year", type=click.IntRange(1), metavar="YEAR", help="The Hijri year.")
@click.option("--gregorian", type=click.IntRange(1), metavar="YEAR", help="A Gregorian year.")
@click.option(
    "--authority", "ids", multiple=True, metavar="ID",
    help="By whom; may be given more than once. Every authority unless told.",
)  # fmt: skip
@click.option("--as-of", metavar="DATE", help="With what was known on a day: 2027-02-07.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(
    observance: tuple[str, ...],
    year: int | None,
    gregorian: int | None,
    ids: tuple[str, ...],
    as_of: str | None,
    *,
    as_json: bool,
) -> None:
    """Print on which days OBSERVANCE falls, by which authority, and how probable each day is.

    OBSERVANCE is a name in any language, or an id. Of the years one is given; a Gregorian
    year may have it twice. What is proclaimed, in the record or your own store, is certain;
    what a rule decides is all but that; of a sighting the probability comes from the crescent
    and the authority's history.
    """
    from miqat.almanac.prospects import prospects
    from miqat.authorities import authorities, authority, own_entries
    from miqat.observances import find

    if (year is None) == (gregorian is None):
        raise click.UsageError("either --year or --gregorian, such as: --year 1448")
    among = [authority(name) for name in ids] or authorities()
    known = None if as_of is None else days.from_date(formats.day(as_of))
    found = prospects(
        find(" ".join(observance)),
        among,
        year=year,
        gregorian=gregorian,
        as_of=known,
        more=own_entries(),
    )
    if as_json:
        write_json(_as_json(found, as_of))
    else:
        write(*_laid_out(found, year, gregorian, as_of))


def _laid_out(
    found: list[ObservanceForecast], year: int | None, gregorian: int | None, as_of: str | None
) -> tuple[str, list[Section]]:
    of = " or ".join(dict.fromkeys(each.observance.name() for each in found))
    when = f"{year} AH" if year is not None else f"{gregorian}"
    heading = f"{of or 'Nothing'}, {when}" + (f", as known on {as_of}" if as_of else "")
    by_date: dict[tuple[int, int, int, str], list[tuple[ObservanceForecast, PossibleDay]]] = (
        defaultdict(list)
    )
    for each in found:
        for possible in each.possible:
            if possible.probability >= _SHOWN:
                by_date[_key(each, possible)].append((each, possible))
    names = len({each.observance.id for each in found}) > 1
    return heading, [
        Section(_title(key, each[0][0].observance, named=names), _rows(each))
        for key, each in sorted(by_date.items(), key=lambda item: item[0])
    ]


def _key(each: ObservanceForecast, possible: PossibleDay) -> tuple[int, int, int, str]:
    spans = possible.spans
    first, last = (spans[0].first, spans[-1].last) if spans else (0, 0)
    return each.year, first, last, each.observance.id


def _title(key: tuple[int, int, int, str], of: Observance, *, named: bool) -> str:
    year, first, last, _ = key
    on = formats.civil(days.to_date(first)) if first else "Not in this year"
    until = f" to {formats.civil(days.to_date(last))}" if last != first else ""
    name = f", {of.name()}" if named else ""
    return f"{on}{until} ({year} AH{name})"


def _rows(listed: Iterable[tuple[ObservanceForecast, PossibleDay]]) -> list[tuple[str, str]]:
    """Return a row for each probability and reason, with the authorities it is of."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for of, possible in sorted(listed, key=lambda each: -each[1].probability):
        why = f"; {_why(of)}" if possible.spans and possible is of.likeliest else ""
        alike[_share(possible.probability), why].append(of.authority.id)
    return [(share, f"{', '.join(ids)}{why}") for (share, why), ids in alike.items()]


def _why(of: ObservanceForecast) -> str:
    """Return the certainty and the reason, which for what was proclaimed are one."""
    said = of.reason.startswith(of.certainty)
    return of.reason if said else f"{of.certainty}: {of.reason}"


def _share(probability: float) -> str:
    if probability > _CERTAIN:
        return "certain"
    return "over 99%" if probability > _ALL_BUT_CERTAIN else f"{probability:.0%}"


def _as_json(found: list[ObservanceForecast], as_of: str | None) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "prospects": [each.to_dict() for each in found],
    }
