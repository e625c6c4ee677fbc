"""The rooms of the house: a room imports only from rooms below it.

The order is that of the architecture page, top to bottom. Imports at the top of a module,
inside functions and under TYPE_CHECKING all count, and so do `import_module` calls. Within a room
no module imports another in a circle, by any of these, and the sub-rooms have an order too.
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
    "community",
    "almanac",
    "feeds",
    "texts",
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
    "text",
    "jsonable",
    "files",
    "errors",
    "constants",
    "once",
    "hooks",
    "data",
    "_typing",
)

#: What the front may import when it is loaded: the leaf in which it fills in what rooms ask of
#: rooms above them.
FRONT_LEAF = "miqat.hooks"

#: The sub-rooms of a room, top to bottom; those of one line may import each other's modules.
SUB_ROOMS = {
    "authorities": (("forecasting",), ("store",)),
    "cli": (("commands",),),
    "calendars": (("historical",), ("recurrence",), ("systems",), ("month_rules",), ("text",)),
    "crescent": (("regional",),),
    "web": (("aladhan",), ("operations",)),
    "prayer": (("matching",), ("published",), ("engine", "high_latitude"), ("methods",)),
}

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
    """Return a circle of modules that import each other, be it late or for types, or None."""
    names = list(known)
    graph = {
        module.name: {found.target for found in imports(module, names)} - {module.name}
        for module in among
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def sub_room(name: str) -> str | None:
    """Return the sub-room of a module, None for a module that is in none."""
    _, *parts = name.split(".")
    inside = len(parts) > 1 and (SOURCE / parts[0] / parts[1]).is_dir()
    return parts[1] if inside else None


def tier(of: str, sub: str) -> int:
    """Return how far down a room a sub-room is; an unknown one has to be placed first."""
    for number, line in enumerate(SUB_ROOMS.get(of, ())):
        if sub in line:
            return number
    raise LookupError(f"{of}/{sub} is in no known order: place it among the sub-rooms")


def upward_inside(module: Module, known: Iterable[str]) -> list[str]:
    """Return what a module imports from a sub-room above its own, in the same room."""
    own = sub_room(module.name)
    if own is None:
        return []
    of = room(module.name)
    return [
        f"{module.name}:{found.line} imports {found.target}, a sub-room above its own"
        for found in imports(module, known)
        if found.target != "miqat" and room(found.target) == of
        if (target := sub_room(found.target)) is not None and tier(of, target) < tier(of, own)
    ]


HOUSE = modules()


@pytest.mark.parametrize("name", HOUSE)
def test_a_module_imports_only_from_rooms_below(name: str) -> None:
    assert upward(HOUSE[name], HOUSE) == []


@pytest.mark.parametrize("name", [name for name in HOUSE if sub_room(name)])
def test_a_module_imports_only_from_sub_rooms_below(name: str) -> None:
    assert upward_inside(HOUSE[name], HOUSE) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert cycle(HOUSE.values(), HOUSE) is None


def test_every_sub_room_is_there() -> None:
    there = {(room(name), sub) for name in HOUSE if (sub := sub_room(name))}
    assert there == {(of, sub) for of, tiers in SUB_ROOMS.items() for line in tiers for sub in line}


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


@pytest.mark.parametrize(
    "text",
    [
        "from miqat.sky.one import something",
        "def f():\n    from miqat.sky.one import something",
        "if TYPE_CHECKING:\n    from miqat.sky.one import Something",
        "def f():\n    import_module('miqat.sky.one')",
    ],
)
def test_the_checker_sees_a_circle(text: str) -> None:
    one = Module("miqat.sky.one", "from miqat.sky import two")
    known = [*HOUSE, one.name, "miqat.sky.two"]
    assert cycle([one, Module("miqat.sky.two", text)], known)
    assert cycle([one, Module("miqat.sky.two", "from miqat.sky import events")], known) is None


def test_the_checker_sees_an_import_from_a_sub_room_above() -> None:
    rules, systems = "miqat.calendars.month_rules.base", "miqat.calendars.systems.listed"
    wrong = f"if TYPE_CHECKING:\n    from {systems} import ListedCalendar"
    assert upward_inside(Module(rules, wrong), HOUSE)
    assert upward_inside(Module(systems, f"from {rules} import Era"), HOUSE) == []
