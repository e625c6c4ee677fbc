"""Forecasts of authorities' months against what was announced, with what was known before.

Alone: `python -m tools.accuracy.forecasts` prints the part of the page, `--write` puts it there.
It takes a minute or so of one core.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from tools.accuracy.forecast_scores import (
    CALCULATED,
    NEARLY_CERTAIN,
    Row,
    Scored,
    announcing_bodies,
    best_offset,
    binned_error,
    exact_by,
    expected_error,
    forecast_rows,
    found_rows,
    rows_of,
    said_and_came,
    tenths,
)
from tools.accuracy.page import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FITTED = 1445  # the constants of the groups were fitted on months before this year
FEWEST = 10
SAMPLED = 12  # of the older printed list of Türkiye each twelfth month or so is scored
DRAWS = 100
EXACT, BRIER, ERROR, CAME_TRUE = 0.88, 0.20, 0.04, 0.95  # the goals

HEADING = "## Forecasts of authorities"

TEXT = """
{heading}

Each month of the package's record is forecast with what was known on the 28th of the month before
and compared with the day on record. The month itself and all later ones of the same body are
removed first, also where they had been printed ahead. *Exact* is the share of months whose most
probable day was right. The Brier score is the mean of the squared differences between the
probabilities of all days and what happened (0 is perfect, 2 the worst). *ECE* is the expected
calibration error by tenths, over every day with a probability; *by chance* is the ECE that the same
probabilities would have on average if they were exactly true ({draws} draws), which is large where
months are few. *ECE, first* is that of the most probable day alone. The last column counts the
months whose day had {sure:.0%} or more, and the share of them that came true.

### By kind of month and by time

{bodies_count} bodies. Iran, and three bodies that print lists, have tables of their own below.

{kinds}
Five bodies of North America, Britain and Australia have more than a quarter of the rows. With each
body counted once, {known_mean}.

What was fitted on what:

- The constants of the groups of bodies were fitted on months before {fitted} of this record; rows
  since {fitted} were not fitted. `habits.toml` names how many months of each body. Months before
  {fitted} that were added to the record since are not in the fit.
- The rows since {fitted} are not blind all the same. Which group or leader a body has was settled
  with misses of both spans in view: the division by naked eye and optical aid, Saudi Arabia by its
  published calendar since 1440, and the groups of the African bodies, New Zealand, Libya and
  Central Asia, which were changed after a list of the model's misses.
- The weight of the other kind of month and the doubt of a body were chosen, not fitted, while
  the scores of both spans were in view.
- The shift, the doubt and the rates of departure of a body are computed anew for each month, from
  earlier months alone.
- The record is what was found in the news, which prefers months on which bodies differ.

### Bodies left out whole

The same months, with the whole record of the body removed: what a forecast is worth for a body of
which only the rule is known. A body that it follows keeps its record up to the date. The constants
of the groups are not fitted anew, so those of months before {fitted} have still seen the body.

{left_out}
With each body counted once, {left_out_mean}.

### Calculated bodies against their lists

The rule of a body against what it printed or announced, first with its earlier lists known, then
with none. Where a list is on record the list is the answer; these figures are of months for which
there is none. Of Türkiye's list before 1436 every {sampled}th month is scored.

{calculated}
`diyanet` is the calendar of Türkiye (the authority `turkey`). The rule is newer than the lists
before 1436, which followed others in part. The clause of America of `diyanet` and `fcna`, and the
year 1438 from which it holds, were chosen to agree with announcements and lists of these years, the
earlier changes of `fcna` with its announcements, and the year 1434 of ECFR with the months found.
Their rows show a fit and do not test it. Whether the years of Türkiye's list after 1447 were in
view is not recorded.
{calculated_note}
### Months collected apart

{found}
### Iran

Its group was fitted on its months of 1380–1422, its shift on the months before each.

{iran}
Umm al-Qura as published has {iran_published:.1%} of the same months, the tabular civil calendar
{iran_civil:.1%}, and the best constant offset chosen in hindsight {iran_best:.1%}
({iran_best_name}). Of the months of the {bodies_count} bodies above, Umm al-Qura has
{all_published:.1%} and the best offset {all_best:.1%} ({all_best_name}).

The most probable days of Iran's months had {iran_said:.1%} on average, and {iran_came:.1%} were
right. {iran_since} The ECE of a hundred months
or fewer is near what chance alone gives.

### Bodies one by one

Bodies with {fewest} months or more.

{bodies}
### Are the probabilities what they say?

Every day that had a probability, by tenths: how many, the mean probability, and the share
that came true.

{reliability}
{verdict}
"""

FOUND = """The {count} rows of `calendars/announced-found.csv` of the reference data, with the row
and all later months of the body removed. They were collected to find faults: {inside} of them are
in the record by now, and the groups of bodies were changed with their misses in view. They are
no test of the rules, only of what the earlier months of the record add.

{rows}"""
ABSENT = "The reference data was not at hand.\n"


def report(reference: Path | None) -> str:
    """Return the part of the page."""
    rows = [row for body in announcing_bodies() for row in rows_of(body)]
    known = forecast_rows(rows)
    left_out = forecast_rows(rows, body_left_out=True)
    iran_rows = rows_of("iran", lambda row: 1423 <= row.year <= 1447)
    iran = forecast_rows(iran_rows)
    calculated = _calculated()
    verdicts = {"announcing bodies": known, f"since {FITTED}": _since(known),
                "bodies left out": left_out, "Iran": iran}  # fmt: skip
    offset, all_offset = best_offset(iran_rows), best_offset(rows)
    return TEXT.format(
        heading=HEADING, draws=DRAWS, sure=NEARLY_CERTAIN, fitted=FITTED, fewest=FEWEST,
        sampled=SAMPLED, bodies_count=len(announcing_bodies()),
        known_mean=_mean_of_bodies(known), left_out_mean=_mean_of_bodies(left_out),
        kinds=_scores_table(_parts(known)), left_out=_scores_table(_parts(left_out)),
        calculated=_scores_table(calculated), calculated_note=_calculated_note(calculated),
        found=_found(reference), iran=_scores_table(_parts(iran)),
        iran_published=exact_by("ummalqura", iran_rows),
        iran_civil=exact_by("islamic-civil", iran_rows),
        iran_best=offset[1], iran_best_name=offset[0],
        all_published=exact_by("ummalqura", rows),
        all_best=all_offset[1], all_best_name=all_offset[0],
        iran_said=_mean(iran, _top), iran_came=_mean(iran, _is_exact),
        iran_since=_iran_since(iran),
        bodies=_bodies_table(known, left_out), reliability=_reliability(verdicts),
        verdict=_verdict(verdicts),
    )  # fmt: skip


def _parts(scored: Sequence[Scored]) -> dict[str, list[Scored]]:
    """Return all, by kind of month, by span, and by both."""
    found = {"all": list(scored)}
    tests: dict[str, Callable[[Row], bool]] = {
        "months 9, 10 and 12": lambda row: row.is_great,
        "the other nine": lambda row: not row.is_great,
        f"before {FITTED}": lambda row: row.year < FITTED,
        f"since {FITTED}": lambda row: row.year >= FITTED,
        f"since {FITTED}, 9, 10 and 12": lambda row: row.year >= FITTED and row.is_great,
        f"since {FITTED}, the other nine": lambda row: row.year >= FITTED and not row.is_great,
    }
    for name, test in tests.items():
        found[name] = [each for each in scored if test(each.row)]
    return found


def _calculated() -> dict[str, list[Scored]]:
    spans = {"fcna": [(1427, 1437), (1438, 1449)], "ecfr": [(1428, 1433), (1434, 1449)],
             "turkey": [(1344, 1399), (1400, 1435), (1436, 1447), (1448, 1460)]}  # fmt: skip
    found = {}
    for body in CALCULATED:
        for first, last in spans[body]:
            rows = rows_of(body, lambda row, a=first, b=last: a <= row.year <= b)  # type: ignore[misc]
            rows = rows[:: SAMPLED if last < 1436 and body == "turkey" else 1]
            if rows:
                title = f"{body}, {first}–{rows[-1].year}"
                found[f"{title}, earlier lists known"] = forecast_rows(rows)
                found[f"{title}, no list known"] = forecast_rows(rows, body_left_out=True)
    return found


def _calculated_note(calculated: Mapping[str, Sequence[Scored]]) -> str:
    """Return which months since the clause of America the rules miss."""
    missed = [
        f"`{each.row.body}` {each.row.year}-{each.row.number % 12 + 1:02d}"
        for name, scored in calculated.items()
        if name.endswith("no list known")
        for each in scored
        if each.row.year >= 1436 and not each.is_exact
    ]
    return f"Missed since 1436 without a list: {', '.join(missed) or 'none'}.\n"


def _found(reference: Path | None) -> str:
    if reference is None:
        return ABSENT
    rows = found_rows(reference)
    recorded = {row for body in {row.body for row in rows} for row in rows_of(body)}
    inside = sum(row in recorded for row in rows)
    scored = forecast_rows(rows)
    parts = {"all": scored,
             "months 9, 10 and 12": [each for each in scored if each.row.is_great],
             "the other nine": [each for each in scored if not each.row.is_great]}  # fmt: skip
    return FOUND.format(count=len(rows), inside=inside, rows=_scores_table(parts))


def _iran_since(iran: Sequence[Scored]) -> str:
    """Return how the probabilities of Iran's months differ by time."""
    return " ".join(
        f"{name}: {_mean(part, _top):.1%} said, {_mean(part, _is_exact):.1%} right."
        for name, part in (
            ("1423–1434", [each for each in iran if each.row.year < 1435]),
            ("1435–1447", [each for each in iran if each.row.year >= 1435]),
        )
    )


def _scores_table(parts: Mapping[str, Sequence[Scored]]) -> str:
    head = [
        "months",
        "n",
        "exact",
        "Brier",
        "ECE",
        "by chance",
        "ECE, first",
        f"said ≥ {NEARLY_CERTAIN:.0%}",
    ]
    return table(head, [[name, *_cells(each)] for name, each in parts.items() if each])


def _cells(scored: Sequence[Scored]) -> list[str]:
    sure = [each for each in scored if _top(each) >= NEARLY_CERTAIN]
    came = f"{len(sure)}, {_mean(sure, _is_exact):.1%} true" if sure else "none"
    return [
        f"{len(scored):,}", f"{_mean(scored, _is_exact):.1%}",
        f"{_mean(scored, lambda each: each.brier):.3f}",
        f"{expected_error(scored):.3f}", f"{_error_by_chance(scored):.3f}",
        f"{binned_error(*_first_days(scored)):.3f}", came,
    ]  # fmt: skip


def _error_by_chance(scored: Sequence[Scored]) -> float:
    """Return the mean ECE of the same probabilities if days were drawn from them."""
    random = np.random.default_rng(13)
    most = max(len(each.shares) for each in scored)
    shares = np.array([[*each.shares.values(), *[0.0] * most][:most] for each in scored])
    is_day = np.array([[at < len(each.shares) for at in range(most)] for each in scored])
    ends = np.cumsum(shares, axis=1)
    errors = []
    for _ in range(DRAWS):
        drawn = (random.random((len(scored), 1)) * ends[:, -1:] > ends).sum(axis=1)
        came = np.arange(most) == drawn[:, np.newaxis]
        errors.append(binned_error(shares[is_day], came[is_day].astype(float)))
    return float(np.mean(errors))


def _first_days(scored: Sequence[Scored]) -> tuple[Floats, Floats]:
    """Return the probabilities of the most probable days, and whether they were right."""
    return np.array([_top(each) for each in scored]), np.array([_is_exact(e) for e in scored])


def _mean_of_bodies(scored: Sequence[Scored]) -> str:
    by_body: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        by_body[each.row.body].append(each)
    exact = np.mean([_mean(rows, _is_exact) for rows in by_body.values()])
    brier = np.mean([_mean(rows, lambda each: each.brier) for rows in by_body.values()])
    return f"{exact:.1%} are exact and the Brier score is {brier:.3f}"


def _bodies_table(known: Sequence[Scored], left_out: Sequence[Scored]) -> str:
    by_body: dict[str, list[tuple[Scored, Scored]]] = defaultdict(list)
    for pair in zip(known, left_out, strict=True):
        by_body[pair[0].row.body].append(pair)
    rows = []
    for body, pairs in by_body.items():
        if len(pairs) >= FEWEST:
            own, without = zip(*pairs, strict=True)
            published = exact_by("ummalqura", [each.row for each in own])
            rows.append([body, str(len(own)), *_short(own), *_short(without), f"{published:.0%}"])
    head = ["body", "n", "exact", "Brier", "left out: exact", "Brier", "Umm al-Qura"]
    return table(head, rows)


def _short(scored: Sequence[Scored]) -> list[str]:
    return [f"{_mean(scored, _is_exact):.0%}", f"{_mean(scored, lambda each: each.brier):.3f}"]


def _reliability(listed: Mapping[str, Sequence[Scored]]) -> str:
    pairs = {name: said_and_came(scored) for name, scored in listed.items()}
    rows = []
    for tenth in range(10):
        cells = [f"{tenth * 10}–{tenth * 10 + 10} %"]
        for said, came in pairs.values():
            inside = tenths(said) == tenth
            shares = (
                f"{said[inside].mean():.1%} / {came[inside].mean():.1%}" if inside.any() else ""
            )
            cells.append(f"{inside.sum():,}: {shares}" if shares else "–")
        rows.append(cells)
    return table(["said", *(f"{name} (days: said / came)" for name in listed)], rows)


def _verdict(listed: Mapping[str, Sequence[Scored]]) -> str:
    """Return which of the goals are met."""
    goals_in_words = (
        f"The goals are {EXACT:.0%} exact, a Brier score of {BRIER:.2f} at most, "
        f"an ECE of {ERROR:.2f} at most, "
        f"and {CAME_TRUE:.0%} of what had {NEARLY_CERTAIN:.0%} or more."
    )
    lines = [goals_in_words, ""]
    for name, scored in listed.items():
        sure = [each for each in scored if _top(each) >= NEARLY_CERTAIN]
        goals = {
            "exact": _mean(scored, _is_exact) >= EXACT,
            "Brier": _mean(scored, lambda each: each.brier) <= BRIER,
            "ECE": expected_error(scored) <= ERROR,
            "nearly certain": not sure or _mean(sure, _is_exact) >= CAME_TRUE,
        }
        missed = [goal for goal, is_met in goals.items() if not is_met]
        lines.append(f"- {name}: {'**missed**: ' + ', '.join(missed) if missed else 'all met'}")
    return "\n".join(lines)


def _since(scored: Sequence[Scored]) -> list[Scored]:
    return [each for each in scored if each.row.year >= FITTED]


def _mean(scored: Sequence[Scored], value: Callable[[Scored], float]) -> float:
    return float(np.mean([value(each) for each in scored]))


def _top(each: Scored) -> float:
    return each.shares[each.likeliest]


def _is_exact(each: Scored) -> float:
    return float(each.is_exact)


def write_into(page: Path, part: str) -> None:
    """Put the part in the place of the one that the page has."""
    text = page.read_text(encoding="utf-8")
    begin = text.index(f"\n{HEADING}\n")
    end = text.find("\n## ", begin + len(HEADING))
    page.write_text(text[:begin] + part + (text[end:] if end >= 0 else ""), encoding="utf-8")


if __name__ == "__main__":
    from tools.accuracy.__main__ import PAGE, reference_folder

    found_part = report(reference_folder())
    print(found_part)
    if "--write" in sys.argv[1:]:
        write_into(PAGE, found_part)
