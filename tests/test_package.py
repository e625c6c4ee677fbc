"""The package from outside: what it exports, how lightly it loads, and what is shipped."""

from __future__ import annotations

import inspect
import pkgutil
import re
import subprocess
import sys
import zipfile
from importlib import import_module, metadata
from pathlib import Path

import pytest

import miqat

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("numpy", "rich", "matplotlib", "click", "erfa", "sqlite3", "rapidfuzz", "tzfpy")
MEGABYTE = 1_000_000


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


def submodules(package: str) -> list[str]:
    found = import_module(package)
    return [module.name for module in pkgutil.iter_modules(found.__path__)]


def packages() -> list[str]:
    walked = pkgutil.walk_packages(miqat.__path__, "miqat.")
    return ["miqat", *(module.name for module in walked if module.ispkg)]


def test_importing_it_imports_nothing_heavy() -> None:
    code = f"import sys, miqat; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    found = run("-c", code)
    assert (found.stdout.strip(), found.stderr) == ("", "")


def test_the_heavy_names_are_spelt_right() -> None:
    """The test above would pass for a name that never gets imported at all."""
    use = "import miqat.cli; miqat.place('Mecca'); miqat.prayer.times"
    code = f"import sys, miqat; {use}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    assert {"numpy", "click", "erfa", "sqlite3"} <= set(run("-c", code).stdout.split())


@pytest.mark.parametrize("name", miqat.__all__)
def test_every_public_name_resolves_to_one_object(name: str) -> None:
    code = f"import miqat; assert miqat.{name} is miqat.{name}; from miqat import {name} as one; \
assert one is miqat.{name}; assert {name!r} in dir(miqat)"
    exec(code, {})


def test_every_public_name_resolves_in_a_fresh_process() -> None:
    code = "import miqat; print(*[n for n in miqat.__all__ if getattr(miqat, n) is None])"
    found = run("-c", code)
    assert (found.stdout.strip(), found.stderr, found.returncode) == ("", "", 0)


def test_the_list_of_public_names_is_sorted_and_free_of_doubles() -> None:
    assert miqat.__all__ == sorted(set(miqat.__all__))
    assert set(miqat.__all__) <= set(dir(miqat))


def test_a_public_object_is_the_one_of_its_room() -> None:
    from miqat.almanac import day
    from miqat.calendars import HijriDate
    from miqat.places import place

    assert (miqat.day, miqat.HijriDate, miqat.place) == (day, HijriDate, place)


def test_a_misspelt_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'miqat' has no attribute 'plaec'"):
        _ = getattr(miqat, "plaec")  # noqa: B009 - mypy must not see it
    with pytest.raises(ImportError, match="plaec"):
        exec("from miqat import plaec", {})


def test_mypy_knows_the_public_names_and_no_others(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    names = [f"reveal_type(miqat.{name})" for name in miqat.__all__]
    script.write_text("\n".join(["import miqat", "miqat.plaec", *names]), "utf-8")
    found = run("-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(script))
    errors = [line for line in found.stdout.splitlines() if " error: " in line]
    assert found.returncode == 1
    assert len(errors) == 1
    assert re.search(r'script\.py:2: error: .*"plaec".*\[attr-defined\]', errors[0])
    revealed = re.findall(r"note: Revealed type is \"(.*)\"", found.stdout)
    assert len(revealed) == len(names)
    assert "Any" not in revealed


def test_it_is_marked_as_typed() -> None:
    assert (Path(miqat.__file__).parent / "py.typed").is_file()


def test_the_version_is_that_of_the_distribution() -> None:
    assert miqat.__version__ == metadata.version("miqat")


@pytest.mark.parametrize("package", packages())
def test_no_public_function_bears_the_name_of_a_module_beside_it(package: str) -> None:
    found = import_module(package)
    for name in submodules(package):
        assert not inspect.isroutine(getattr(found, name, None)), f"{package}.{name}"
        if name != "__main__":
            import_module(f"{package}.{name}")
            assert inspect.ismodule(getattr(found, name)), f"{package}.{name}"


def test_the_wheel_is_small_and_holds_its_data(tmp_path: Path) -> None:
    found = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert found.returncode == 0, found.stderr
    (wheel,) = tmp_path.glob("*.whl")
    print(f"wheel: {wheel.stat().st_size / MEGABYTE:.1f} MB")
    assert wheel.stat().st_size <= 25 * MEGABYTE
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "miqat").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= shipped
    data = {name for name in expected if name.startswith("miqat/data/")}
    assert {Path(name).suffix for name in data} >= {".toml", ".txt", ".sqlite"}
    assert any(name.endswith("licenses/LICENSE") for name in shipped)
    assert any(name.endswith("licenses/NOTICE") for name in shipped)


def test_every_error_is_public_at_the_top() -> None:
    errors = miqat.errors
    every = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    named = {name for name in every if issubclass(getattr(errors, name), miqat.MiqatError)}
    assert len(named) >= 12
    assert named <= set(miqat.__all__)
    assert all(getattr(miqat, name) is getattr(errors, name) for name in named)
