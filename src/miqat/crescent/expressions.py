"""Small expressions over the quantities of a crescent, safe for untrusted input.

An expression holds numbers, names, + - * / **, and the functions min, max, abs, sqrt and interp(x,
[x1, x2, ...], [y1, y2, ...]). No other Python is accepted. All numbers are floats: a result that is
too large becomes infinite, one without a value NaN.
"""

from __future__ import annotations

import ast
import inspect
import math
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from miqat._typing import Floats

    Look = Callable[[str], Floats]
    Term = Callable[[Look], Floats]

_OPERATORS: dict[type[ast.operator], np.ufunc] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_FOLDS: dict[str, np.ufunc] = {"min": np.minimum, "max": np.maximum}
_FUNCTIONS: dict[str, np.ufunc] = {"abs": np.abs, "sqrt": np.sqrt}
_LONGEST = 1000
_DEEPEST = 60


class Formula:
    """A compiled expression: give it a function from names to arrays.

    `names` are its quantities, and `smooth` says whether it is smooth in them.
    """

    def __init__(self, text: str, names: Collection[str]) -> None:
        """Compile an expression over names; raises `InvalidRule` or `UnknownName`."""
        if len(text) > _LONGEST:
            raise InvalidRule(f"a formula of {len(text)} letters: {_LONGEST} are the most")
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError):
            raise InvalidRule(f"cannot read the formula {text!r}") from None
        if _is_deeper(tree, _DEEPEST):
            raise InvalidRule(f"a formula nested more than {_DEEPEST} deep: {text!r}")
        self.text = text
        self.smooth = not any(isinstance(node, ast.Call) for node in ast.walk(tree))
        compiler = _Compiler(text, names)
        self._term = compiler.term(tree.body)
        self.names = frozenset(compiler.named)

    def __call__(self, look: Look) -> Floats:
        """Return the value, an array; NaN where the arithmetic has no answer."""
        with np.errstate(all="ignore"):
            return self._term(look)


class CustomFunction:
    """A Python function as a formula; each parameter has the name of a quantity."""

    smooth = False  # nothing is known of it

    def __init__(self, function: Callable[..., Floats], names: Collection[str]) -> None:
        """Take a function; raises `UnknownName` for a parameter that names no quantity."""
        parameters = inspect.signature(function).parameters
        for name in parameters:
            if name not in names:
                raise UnknownName.among("quantity", name, names)
        self.text = getattr(function, "__name__", "a function")
        self.names = frozenset(parameters)
        self._function = function

    def __call__(self, look: Look) -> Floats:
        """Return the value, an array; NaN where the arithmetic has no answer."""
        with np.errstate(all="ignore"):
            return np.asarray(
                self._function(**{name: look(name) for name in self.names}), np.float64
            )


def _is_deeper(tree: ast.AST, deepest: int) -> bool:
    """Return whether a tree is deeper than some levels, without recursion."""
    level: list[ast.AST] = [tree]
    for _ in range(deepest):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return bool(level)


class _Compiler:
    def __init__(self, text: str, names: Collection[str]) -> None:
        self.text = text
        self.names = names
        self.named: set[str] = set()

    def term(self, node: ast.expr) -> Term:
        if isinstance(node, ast.Constant):
            value = np.asarray(self._number(node))
            return lambda look: value
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            operate = _OPERATORS[type(node.op)]
            divisor = node.right if isinstance(node.op, ast.Div) else None
            if isinstance(divisor, ast.Constant) and divisor.value == 0:
                raise InvalidRule(f"the formula {self.text!r} divides by zero")
            left, right = self.term(node.left), self.term(node.right)
            return lambda look: np.asarray(operate(left(look), right(look)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            negated = self.term(node.operand)
            return lambda look: np.asarray(np.negative(negated(look)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
            return self.term(node.operand)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return self._call(node.func.id, node.args)
        raise self._misplaced(node)

    def _misplaced(self, node: ast.expr) -> InvalidRule:
        if isinstance(node, ast.Compare):
            return InvalidRule(
                f"{self.text!r} is a comparison; a formula is a number that is met above 0, "
                "such as 'arcv - 10' for 'arcv > 10'"
            )
        return InvalidRule(f"{ast.unparse(node)!r} cannot be part of the formula {self.text!r}")

    def _number(self, node: ast.expr) -> float:
        """Return a finite number, with or without a sign."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self._number(node.operand)
        if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
            raise self._misplaced(node)
        try:
            value = float(node.value)  # type: ignore[arg-type]
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise InvalidRule(f"too large a number in the formula {self.text!r}")
        return value

    def _name(self, name: str) -> Term:
        if name not in self.names:
            raise UnknownName.among("quantity", name, self.names)
        self.named.add(name)
        return lambda look: look(name)

    def _call(self, name: str, arguments: list[ast.expr]) -> Term:
        if name == "interp" and len(arguments) == 3:
            x, xs, ys = self.term(arguments[0]), self._row(arguments[1]), self._row(arguments[2])
            if len(xs) != len(ys) or (np.diff(xs) <= 0).any():
                raise InvalidRule(f"interp needs two equal lists, the first rising: {self.text!r}")
            return lambda look: np.asarray(np.interp(x(look), xs, ys))
        terms = [self.term(argument) for argument in arguments]
        if name in _FOLDS and len(terms) >= 2:
            fold = _FOLDS[name]
            return lambda look: np.asarray(reduce(fold, [term(look) for term in terms]))
        if name in _FUNCTIONS and len(terms) == 1:
            function = _FUNCTIONS[name]
            return lambda look: np.asarray(function(terms[0](look)))
        known = (*_FOLDS, *_FUNCTIONS, "interp")
        if name in known:
            raise InvalidRule(f"{name} is given {len(terms)} values in the formula {self.text!r}")
        raise UnknownName.among("function", name, known)

    def _row(self, node: ast.expr) -> Floats:
        if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) < 2:
            raise InvalidRule(f"{ast.unparse(node)!r} is not a list of numbers: {self.text!r}")
        return np.array([self._number(element) for element in node.elts])
