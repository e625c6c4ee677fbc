"""The rooms of the house: a room imports only from rooms below it.

The order is that of the architecture page, top to bottom. Imports at the top of a module,
inside functions and under TYPE_CHECKING all count, and so do `import_module` calls.
"""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import miqat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOMS = (
    "__main__",
    "cli",
    "web",
    "almanac",
    "feeds",
    "observances",
    "authorities",
    "prayer",
    "qibla",
    "calendars",
    "crescent",
    "sky",
    "places",
    "timezones",
    "degrees",
    "days",
    "languages",
    "jsonable",
    "errors",
    "once",
    "hooks",
    "data",
)

#: What the front may import when it is loaded: the leaf in which it fills in what rooms ask of
#: rooms above them.
FRONT_LEAF = "miqat.hooks"

SOURCE = Path(miqat.__file__).parent


class Module(NamedTuple):
    """A module of the package: dotted name, text, and whether it is a package's __init__."""

    name: str
    text: str
    is_package: bool = False


class Import(NamedTuple):
    """One imported module, and whether importing the importer always runs it."""

    target: str
    line: int
    on_load: bool


def modules() -> dict[str, Module]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = ("miqat", *path.relative_to(SOURCE).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found[name] = Module(name, path.read_text("utf-8"), is_package)
    return found


def imports(module: Module, known: Iterable[str]) -> list[Import]:
    """Return what a module imports from the package, at any depth of its text."""
    names = frozenset(known)
    return [
        Import(target, node.lineno, on_load)
        for node, on_load in _statements(ast.parse(module.text), on_load=True)
        for target in _targets(node, module, names)
        if target == "miqat" or target.startswith("miqat.")
    ]


def _statements(node: ast.AST, *, on_load: bool) -> Iterator[tuple[ast.expr | ast.stmt, bool]]:
    late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    for child in ast.iter_child_nodes(node):
        typed = for_types and isinstance(node, ast.If) and child in node.body
        runs = on_load and not late and not typed
        if isinstance(child, ast.Import | ast.ImportFrom | ast.Call):
            yield child, runs
        yield from _statements(child, on_load=runs)


def _targets(node: ast.AST, module: Module, names: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name
    elif isinstance(node, ast.ImportFrom):
        source = _absolute(node, module)
        for alias in node.names:
            name = f"{source}.{alias.name}"
            if source == "miqat" and name not in names:
                yield _behind_the_front(alias.name)
            else:
                yield name if name in names else source
    elif isinstance(node, ast.Call) and node.args:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else None
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in ("import_module", "__import__"):
            yield _beginning(node.args[0])


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    keep = len(package) - node.level + module.is_package
    return ".".join([*package[:keep], *([node.module] if node.module else [])])


def _behind_the_front(name: str) -> str:
    """Return the room behind a public name; a dunder is the front's own."""
    if name.startswith("__"):
        return "miqat.errors"  # as low as can be: the top package imports nothing
    return str(getattr(miqat, name).__module__)


def _beginning(argument: ast.expr) -> str:
    if isinstance(argument, ast.JoinedStr):
        argument = argument.values[0]
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    assert is_text, f"an import by a name that cannot be read: {ast.unparse(argument)}"
    assert isinstance(argument, ast.Constant)
    return str(argument.value).rstrip(".")


def room(name: str) -> str:
    """Return the room of a module; an unknown one has to be placed first."""
    first = name.split(".")[1] if "." in name else ""
    if first not in ROOMS:
        raise LookupError(f"{name!r} is in no known room: place it in the order")
    return first


def upward(module: Module, known: Iterable[str]) -> list[str]:
    """Return what is wrong with a module's imports."""
    wrong = []
    for found in imports(module, known):
        where = f"{module.name}:{found.line} imports {found.target}"
        if module.name == "miqat":
            if found.on_load and found.target != FRONT_LEAF:
                wrong.append(f"{where} when it is loaded")
        elif found.target == "miqat":
            wrong.append(f"{where}, which hides the room that is meant")
        elif ROOMS.index(room(found.target)) < ROOMS.index(room(module.name)):
            wrong.append(f"{where}, a room above its own")
    return wrong


def cycle(among: Iterable[Module], known: Iterable[str]) -> list[str] | None:
    """Return a cycle of imports that run on load, or None."""
    names = list(known)
    graph = {
        module.name: {found.target for found in imports(module, names) if found.on_load}
        for module in among
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


HOUSE = modules()


@pytest.mark.parametrize("name", HOUSE)
def test_a_module_imports_only_from_rooms_below(name: str) -> None:
    assert upward(HOUSE[name], HOUSE) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert cycle(HOUSE.values(), HOUSE) is None


def test_every_module_is_in_a_known_room() -> None:
    assert {room(name) for name in HOUSE if name != "miqat"} <= set(ROOMS)
    assert len(HOUSE) > 30  # the walk has found the package


@pytest.mark.parametrize(
    "text",
    [
        "from miqat.cli import main",
        "import miqat.prayer.methods.load",
        "from miqat import prayer",
        "from miqat import day",  # behind the public name stands the almanac
        "def late():\n    from miqat.almanac import daily",
        "if TYPE_CHECKING:\n    from miqat.prayer import Times",
        "class A:\n    def b(self):\n        import miqat.almanac",
        "from ..prayer import times",
        "from .. import prayer",
        "import_module('miqat.prayer.methods.load')",
        "importlib.import_module(f'miqat.cli.{name}')",
        "import miqat",
        "try:\n    from miqat.qibla import KAABA\nexcept ImportError:\n    pass",
    ],
)
def test_the_checker_sees_an_upward_import(text: str) -> None:
    assert upward(Module("miqat.sky.events", text), HOUSE)


@pytest.mark.parametrize(
    "text",
    [
        "from miqat.sky.horizon import SUNRISE_ALTITUDE",
        "from .horizon import SUNRISE_ALTITUDE",
        "from miqat import __version__",
        "from miqat.errors import OutOfRange",
        "from miqat import days",
        "import numpy as np\nfrom datetime import date",
        "import_module('numpy')",
    ],
)
def test_the_checker_lets_downward_imports_pass(text: str) -> None:
    assert upward(Module("miqat.sky.events", text), HOUSE) == []


def test_the_front_may_import_late_only() -> None:
    late = "if TYPE_CHECKING:\n    from miqat.almanac import day\ndef f():\n    import miqat.sky"
    assert upward(Module("miqat", late, is_package=True), HOUSE) == []
    assert upward(Module("miqat", "from miqat.errors import MiqatError", is_package=True), HOUSE)
    assert upward(Module("miqat", "from .errors import MiqatError", is_package=True), HOUSE)
    otherwise = "if TYPE_CHECKING:\n    pass\nelse:\n    from miqat.errors import MiqatError"
    assert upward(Module("miqat", otherwise, is_package=True), HOUSE)
    assert upward(Module("miqat", late.replace("if ", "if not "), is_package=True), HOUSE)


def test_an_unplaced_room_fails() -> None:
    with pytest.raises(LookupError, match="attic"):
        upward(Module("miqat.attic", "from miqat import days"), HOUSE)
    known = [*HOUSE, "miqat.attic"]
    with pytest.raises(LookupError, match="attic"):
        upward(Module("miqat.cli.today", "from miqat import attic"), known)


def test_the_checker_sees_a_circle() -> None:
    one = Module("miqat.sky.one", "from miqat.sky import two")
    two = Module("miqat.sky.two", "from miqat.sky.one import something")
    late = Module("miqat.sky.two", "def f():\n    from miqat.sky.one import something")
    known = [*HOUSE, one.name, two.name]
    assert cycle([one, two], known)
    assert cycle([one, late], known) is None
