from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miqat.crescent.expressions import Formula
from miqat.errors import InvalidRule, UnknownName

NAMES = ("arcv", "daz", "w")
VALUES = {"arcv": 9.25, "daz": -4.5, "w": 0.375}


def look(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([VALUES[name], 2.0 * VALUES[name]])


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join).map("({})".format),
        st.tuples(inner, st.sampled_from(("2", "3", "0.5"))).map("({0[0]})**{0[1]}".format),
        inner.map("-({})".format),
        inner.map("abs({})".format),
        st.lists(inner, min_size=2, max_size=3).map(", ".join).map("min({})".format),
        st.lists(inner, min_size=2, max_size=3).map(", ".join).map("max({})".format),
    )


numbers = st.one_of(st.integers(0, 99).map(str), st.floats(0.01, 99.0).map(lambda x: f"{x:.3f}"))
expressions = st.recursive(st.one_of(numbers, st.sampled_from(NAMES)), deeper, max_leaves=12)


@given(expressions)
def test_arithmetic_is_pythons(text: str) -> None:
    def real(x: complex) -> float:  # the root of a minus is complex in Python, and ours NaN
        if isinstance(x, complex):
            raise TypeError(x)
        return abs(x)

    try:
        expected = eval(text, {"__builtins__": {}, "abs": real, "min": min, "max": max}, VALUES)
    except (ArithmeticError, TypeError):  # by zero, too large
        return
    if isinstance(expected, complex):
        return
    first = float(np.ravel(Formula(text, NAMES)(look))[0])
    assert math.isclose(first, float(expected), rel_tol=1e-9, abs_tol=1e-9)


def test_arrays_go_through() -> None:
    found = Formula("arcv - (10 - daz**2/100)", NAMES)(look)
    assert found.tolist() == pytest.approx([9.25 - 10 + 0.2025, 18.5 - 10 + 0.81])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sqrt(w)", 0.375**0.5),
        ("+arcv", 9.25),
        ("interp(abs(daz), [0, 5, 10], [12, 11, 9])", 11.1),
        ("interp(arcv, [-2, 3], [1, 7])", 7.0),  # beyond the ends their values
        ("interp(daz, [-2, 3], [1, 7])", 1.0),
        ("2**3**2", 512.0),
        ("-w**2", -0.140625),
        ("8 / 4 / 2", 1.0),
        ("1_000 + 1e3", 2000.0),
    ],
)
def test_functions_and_precedence(text: str, expected: float) -> None:
    assert float(np.ravel(Formula(text, NAMES)(look))[0]) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "arcv.real",
        "().__class__",
        "arcv[0]",
        "[1, 2][0]",
        "lambda: 1",
        "(lambda: 1)()",
        "max(lambda: 1, 2)",
        "[x for x in (1, 2)]",
        "arcv if w else 1",
        "arcv and w",
        "not arcv",
        "~arcv",
        "arcv < 3",
        "arcv // 2",
        "arcv % 2",
        "arcv @ w",
        "(arcv := 3)",
        "f'{w}'",
        "'text'",
        "b'text'",
        "1j",
        "True",
        "None",
        "...",
        "{1: 2}",
        "(1, 2)",
        "min(*[1, 2])",
        "min(arcv, key=3)",
        "arcv.max(1, 2)",
        "min(1, 2)(3)",
        "await w",
        "import os",
        "arcv; w",
        "arcv\nw",
        "",
        "  ",
        "arcv +",
        "\0",
        "min(arcv)",
        "sqrt(arcv, w)",
        "abs()",
        "interp(arcv, [1, 2], [3])",
        "interp(arcv, [2, 1], [3, 4])",
        "interp(arcv, [1, 1], [3, 4])",
        "interp(arcv, [1], [3])",
        "interp(arcv, w, [3, 4])",
        "interp(arcv, [1, w], [3, 4])",
        "interp(arcv, [1, None], [3, 4])",
        "interp(arcv, [1, True], [3, 4])",
        "interp(arcv, [[1, 2]], [3, 4])",
        "interp(arcv, {1, 2}, [3, 4])",
        "interp(arcv, [10**10**10, 1], [1, 2])",
        "interp(arcv, [1, 2])",
    ],
)
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(InvalidRule) as refused:
        Formula(text, NAMES)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["__import__('os')", "eval('1')", "open('x')", "exp(w)"])
def test_other_functions_are_refused(text: str) -> None:
    with pytest.raises((InvalidRule, UnknownName)):
        Formula(text, NAMES)


@pytest.mark.parametrize(
    ("text", "nearest"), [("arvc", "arcv"), ("mni(arcv, w)", "min"), ("aba(w)", "abs")]
)
def test_a_misspelt_name_gets_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownName, match=f"did you mean.*'{nearest}'"):
        Formula(text, NAMES)


def test_huge_powers_do_not_hang() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("9**9**9", "9**9**9**9", "2**(10**9)*w", "9**99**99 - 9**99**99"):
            value = Formula(text, NAMES)(look)
            assert not np.isfinite(value).any()


@pytest.mark.parametrize("text", ["1" * 999, "1e400", "w + 1e999", "interp(w, [0, 1e400], [1, 2])"])
def test_a_number_that_no_float_holds_is_refused(text: str) -> None:
    with pytest.raises(InvalidRule, match="too large"):
        Formula(text, NAMES)


def test_a_long_text_is_refused() -> None:
    Formula("w" + " " * 997 + "+1", NAMES)
    with pytest.raises(InvalidRule, match="1500 letters"):
        Formula("w + " * 375, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "-" * 990 + "1",
        "(" * 400 + "1" + ")" * 400,
        "w" + "+w" * 300,
        "w" + ".x" * 400,
        "abs(" * 190 + "w" + ")" * 190,
        "w" + "[0]" * 300,
    ],
)
def test_a_deep_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidRule):
        Formula(text, NAMES)


def test_no_answer_is_nan_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(Formula("sqrt(daz)", NAMES)(look)).all()
        assert np.isnan(Formula("(w - w) / (w - w)", NAMES)(look)).all()
        assert np.isposinf(Formula("w / (w - w)", NAMES)(look)).all()
    with pytest.raises(InvalidRule, match="divides by zero"):
        Formula("w / 0", NAMES)
