"""The builder of the names: patterns, overrides, what is not a language's own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tools import build_names

from miqat.languages import language_codes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        # CLDR 48: es, ku, kk, bs and zh, ca-islamic, dateFormats/long; UTS 35 for the letters.
        ("d 'de' MMMM 'de' y G", "%-d de %B de %-Y %E"),
        ("G d'ê' MMMM'a' y'an'", "%E %-dê %Ba %-Yan"),
        ("G y\u202f'ж'. d MMMM", "%E %-Y\u202fж. %-d %B"),
        ("dd. MMMM y. G", "%d. %B %-Y. %E"),
        ("Gy年M月d日", "%E%-Y年%-m月%-d日"),
        ("d'%' ''y", "%-d%% '%-Y"),
    ],
)
def test_a_pattern_of_cldr_is_written_with_our_directives(pattern: str, expected: str) -> None:
    assert build_names.directives(pattern) == expected


def test_a_letter_that_has_no_directive_stops_the_build() -> None:
    with pytest.raises(KeyError, match="Q"):
        build_names.directives("d MMMM y Q")


def change(**more: Any) -> dict[str, Any]:
    return {"key": "islamic.months", "flaw": "a typing error", "source": "a book", **more}


def test_an_override_replaces_and_is_noted() -> None:
    found: dict[str, Any] = {"islamic": {"months": ["a", "c"]}}
    notes = build_names.overridden(found, [change(index=2, was="c", now="b")])
    assert found == {"islamic": {"months": ["a", "b"]}}
    assert notes == ["override of islamic.months 2: a typing error; from a book"]


def test_an_override_of_what_cldr_has_mended_stops_the_build() -> None:
    found = {"islamic": {"months": ["a", "b"]}}
    with pytest.raises(SystemExit, match=r"CLDR has 'b' for islamic\.months, not 'c'"):
        build_names.overridden(found, [change(index=2, was="c", now="b")])


def test_an_override_may_leave_a_list_out() -> None:
    found: dict[str, Any] = {"islamic": {"months": ["a"], "era": "AH"}}
    build_names.overridden(found, [change()])
    assert found == {"islamic": {"era": "AH"}}


def names_of_a_calendar(short: list[str], weekdays: dict[str, str]) -> dict[str, Any]:
    return {
        "months": {
            "format": {
                "wide": {"1": "Mensis", "2": "Alter"},
                "abbreviated": {str(n): name for n, name in enumerate(short, 1)},
            }
        },
        "days": {"format": {"wide": weekdays}},
        "eras": {"eraAbbr": {"0": "AH", "1": "BH"}},
        "dateFormats": {"long": "d MMMM y G", "full": "EEEE d MMMM y G"},
    }


def test_short_months_that_are_only_inherited_are_left_out() -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "dies")
    other = {**week, "sun": "dominica"}

    def built(short: list[str], weekdays: dict[str, str], *, is_english: bool) -> dict[str, Any]:
        data = {"dates": {"calendars": {"islamic": names_of_a_calendar(short, weekdays)}}}
        root = {"dates": {"calendars": {"islamic": names_of_a_calendar(["M.", "A."], week)}}}
        general = names_of_a_calendar(short, week)
        return build_names.calendar_names(data, root, general, "islamic", is_english=is_english)

    assert "months_short" not in built(["M.", "A."], week, is_english=False)
    assert built(["M.", "A."], week, is_english=True)["months_short"] == ["M.", "A."]
    assert built(["Me.", "Al."], week, is_english=False)["months_short"] == ["Me.", "Al."]
    assert "months_short" not in built(["M.", "M."], week, is_english=False)  # two alike
    assert "weekdays" not in built(["M.", "A."], week, is_english=False)
    assert built(["M.", "A."], other, is_english=False)["weekdays"][6] == "dominica"


def test_the_text_shows_invisible_letters_by_their_codes() -> None:
    text = build_names.toml({"era": "ه\u200d.ق.", "islamic": {"long": "%-Y\u202fж"}}, ["note"])
    assert 'era = "ه\\u200d.ق."' in text
    assert '[islamic]\nlong = "%-Y\\u202fж"' in text
    assert "# note\n" in text


def test_every_language_that_is_built_is_there() -> None:
    assert set(build_names.LANGUAGES) == set(language_codes())


def test_the_builder_says_that_npm_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="npm is not installed"):
        build_names.Cldr.fetch(tmp_path)
