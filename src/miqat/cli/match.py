"""`miqat match FILE --place PLACE`: the method behind someone's published timetable."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miqat.cli import formats
from miqat.cli.layout import write_json, write_table

if TYPE_CHECKING:
    from miqat.places import Place
    from miqat.prayer.matching.matcher import Match
    from miqat.prayer.published.reader import PublishedTable


_BAR = 24  # signs
_DOUBTFUL = 0.6  # of the minutes


def answer(
    file: str,
    where: str,
    methods: tuple[str, ...],
    year: int | None,
    only: str | None,
    columns: str | None,
    radius: float,
    output: str | None,
    *,
    iqama: bool,
    as_json: bool,
) -> None:
    """Find method, coordinates and minutes that reproduce the timetable of FILE (CSV or JSON)."""
    from miqat.cli.printed_tables import printed_table
    from miqat.errors import InvalidRule, OutOfRange
    from miqat.places import place
    from miqat.prayer.matching.matcher import match

    if not 0.0 < radius <= 3.0:
        raise OutOfRange(f"--radius {radius:g} is not one of 0 to 3 degrees")
    here = place(where)
    heads = columns.split(",") if columns else None
    table = printed_table(file, here, year=year, only=only, columns=heads)
    if iqama:
        _find_iqama(table, here, Path(file).name, output, as_json=as_json)
        return
    found = match(
        table,
        here,
        [_method(name) for name in methods] or None,
        radius=radius,
        progress=_tell if sys.stderr.isatty() else None,
    )
    if output and found.wrong:
        raise InvalidRule(
            f"no method gets {' and '.join(found.wrong)} right (0 %): {output} is not written; "
            "check the columns and the place"
        )
    if output:
        with formats.file(output):
            Path(output).write_text(_toml(found, Path(file).name), encoding="utf-8")
    if as_json:
        write_json({"file": Path(file).name, **found.to_dict()})
        return
    _write(found, Path(file).name, output)


def _find_iqama(
    table: PublishedTable, place: Place, file: str, output: str | None, *, as_json: bool
) -> None:
    from miqat.errors import InvalidTable
    from miqat.prayer.matching.iqama_search import FEWEST, match_iqama

    found = match_iqama(table, place)
    if not found:
        raise InvalidTable(
            f"{file} has no column of congregations with {FEWEST} days; head them 'Isha iqama'"
        )
    if output:
        lines = [line for each in found for line in each.lines]
        with formats.file(output):
            Path(output).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if as_json:
        write_json({"file": file, "iqama": [each.to_dict() for each in found]})
        return
    rows = [
        (each.prayer, f"{each.held_out:.1%}", str(each.days), "; ".join(each.lines))
        for each in found
    ]
    rules = "; ".join(line for each in found for line in each.lines)
    foot = [
        "Exact on weeks not used for the fit; dhuhr without Fridays.",
        f"miqat times {place} --iqama {output or shlex.quote(rules)}",
    ]
    write_table(f"{file}: rules of the congregations", ("", "exact", "days", "rule"), rows, foot)


def _method(name: str) -> Any:
    from miqat.prayer.methods.load import method, read_method

    return read_method(name) if name.endswith(".toml") else method(name)


def _tell(what: str) -> None:
    counted = re.search(r"(\d+) of (\d+)", what)
    bar = ""
    if counted:
        done = round(_BAR * int(counted[1]) / int(counted[2]))
        bar = f"[{'#' * done}{'.' * (_BAR - done)}] "
    click.echo(f"\r\x1b[K{bar}{what}", nl=False, err=True)
    if "nothing" in what:
        click.echo("\r\x1b[K", nl=False, err=True)


def _toml(found: Match, file: str) -> str:
    """Return the method as a file: a known one by its id, a fitted one in full."""
    from miqat.prayer.methods.describe import written

    shares = ", ".join(f"{name} {100 * share:.1f}" for name, share in found.held_out.items())
    notes = (
        f"By miqat match from {file}, {found.days} days, for {_coordinates(found)}.",
        f"Exact on the weeks not fitted, per cent: {shares}.",
    )
    if found.known is None:
        return written(found.method, notes)
    head = "".join(f"# {note}\n" for note in notes)
    title = json.dumps(f"{found.method.title}, matched to {file}", ensure_ascii=False)
    lines = "".join(f"{change}\n" for change in found.changes)
    return f'{head}base = "{found.known}"\nid = "{found.known}-matched"\ntitle = {title}\n{lines}'


def _coordinates(found: Match) -> str:
    return f"{found.place.latitude:.4f},{found.place.longitude:.4f}"


def _write(found: Match, file: str, output: str | None) -> None:
    name = f"method {found.known}" if found.known else "a fitted method"
    if found.changes:
        name += f", changed ({'; '.join(found.changes)})"
    rows = []
    for time, share in found.held_out.items():
        moment = found.method.moment(time)
        rows.append(
            (
                time,
                f"{100 * share:.1f} %",
                f"{100 * found.within[time]:.1f} %",
                _reckoned(found, time),
                f"{moment.add:+g}" if moment.add else "",
                moment.rounding,
            )
        )
    average = f"{100 * found.share:.1f} % of minutes exact, on weeks not used for the fit"
    foot = [average, *_sun(found)]
    command = f"miqat times {_coordinates(found)} --method {output or found.known or 'FILE.toml'}"
    if found.changes and output is None:
        command += f" --set {shlex.quote('; '.join(found.changes))}"
    if found.share < _DOUBTFUL:
        foot.append("Few minutes are right: the place, the clock or a column may be wrong.")
    foot += [*(f"No minute of {name} is right." for name in found.wrong), command]
    write_table(
        f"{file}, {found.days} days: {name} at {_coordinates(found)}",
        ("", "exact", "within 1 min", "computed", "minutes added", "rounded"),
        rows,
        foot,
    )


def _sun(found: Match) -> list[str]:
    epoch = found.method.epoch
    if epoch == "event":
        return ["The Sun is taken at each event."]
    when = epoch if isinstance(epoch, str) else f"{epoch:g} h UT"
    return [f"The Sun is taken once a day, at {when}."]


def _reckoned(found: Match, time: str) -> str:
    method = found.method
    moment = method.moment(time)
    if moment.of is not None:
        return f"{moment.after:+g} min of {moment.of}" if not moment.seasons else "by the season"
    if moment.angle is not None:
        return f"Sun {moment.angle:g}° below"
    if time == "dhuhr":
        return "transit"
    if time in ("asr", "asr_hanafi"):
        return f"shadow {method.shadow.shadow if time == 'asr' else 2:g}"
    return f"Sun {-method.horizon.altitude:.2f}° below"
