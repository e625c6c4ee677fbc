"""Formulas: small expressions over the quantities of a crescent, safe to take from anyone.

An expression holds numbers, names, + - * / **, and the functions min, max, abs, sqrt and
interp(x, [x1, x2, ...], [y1, y2, ...]). Nothing else of Python can be reached from it.
"""

from __future__ import annotations

import ast
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from miqat.errors import InvalidRule, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
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


class Formula:
    """A compiled expression: give it a function from names to arrays."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        """Compile an expression over names; raises `InvalidRule` or `UnknownName`."""
        if len(text) > _LONGEST:
            raise InvalidRule(f"a formula of {len(text)} letters: {_LONGEST} are the most")
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError):
            raise InvalidRule(f"cannot read the formula {text!r}") from None
        self.text = text
        self._term = _Compiler(text, names).term(tree.body)

    def __call__(self, look: Look) -> Floats:
        """Return the value, an array."""
        return self._term(look)


class _Compiler:
    def __init__(self, text: str, names: Collection[str]) -> None:
        self.text = text
        self.names = names

    def term(self, node: ast.expr) -> Term:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            value = np.asarray(float(node.value))
            return lambda look: value
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            operate = _OPERATORS[type(node.op)]
            left, right = self.term(node.left), self.term(node.right)
            return lambda look: np.asarray(operate(left(look), right(look)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            negated = self.term(node.operand)
            return lambda look: np.negative(negated(look))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            return self._call(node.func.id, node.args)
        raise InvalidRule(f"{ast.unparse(node)!r} has no place in the formula {self.text!r}")

    def _name(self, name: str) -> Term:
        if name not in self.names:
            raise UnknownName.among("quantity", name, self.names)
        return lambda look: look(name)

    def _call(self, name: str, arguments: list[ast.expr]) -> Term:
        if name == "interp" and len(arguments) == 3:
            x, xs, ys = self.term(arguments[0]), self._row(arguments[1]), self._row(arguments[2])
            if len(xs) != len(ys) or (np.diff(xs) <= 0).any():
                raise InvalidRule(f"interp wants two rows alike, the first rising: {self.text!r}")
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
        try:
            row = np.array(ast.literal_eval(node), dtype=np.float64)
        except (ValueError, TypeError):
            row = np.empty((0, 0))
        if row.ndim != 1 or len(row) < 2:
            raise InvalidRule(f"{ast.unparse(node)!r} is no row of numbers: {self.text!r}")
        return row
