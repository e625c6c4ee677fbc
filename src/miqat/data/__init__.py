"""The tables of the package; each names its source, and where it is built, the command.

`data_path`, `read_text` and `read_toml` are the one way to them. By `os.path`: `pathlib` and
`importlib.resources` cost 12 and 35 ms to import.
"""

import os
from typing import Any

FOLDER = os.path.dirname(os.path.abspath(__file__))


def data_path(name: str) -> str:
    """Return the path of a file of the data, named from the data's own folder with slashes."""
    return os.path.join(FOLDER, *name.split("/"))


def read_text(name: str) -> str:
    """Return a file of the data as text."""
    with open(data_path(name), encoding="utf-8") as file:
        return file.read()


def read_toml(name: str) -> dict[str, Any]:
    """Return a TOML file of the data, parsed."""
    import tomllib

    with open(data_path(name), "rb") as file:
        return tomllib.load(file)


def file_names(folder: str, ending: str) -> list[str]:
    """Return the files of a folder of the data with that ending, without it, in order."""
    return sorted(
        each.removesuffix(ending) for each in os.listdir(data_path(folder)) if each.endswith(ending)
    )
