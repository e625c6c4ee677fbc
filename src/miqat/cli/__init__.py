"""The command line: one command a module, loaded when it is called."""

from __future__ import annotations

import codecs
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn

import click

from miqat import __version__
from miqat.cli.summaries import GROUPS, SUMMARIES
from miqat.errors import InvalidStore, MiqatError, StoreFault, UnknownName

_NEGATIVE_NUMBER = re.compile(r"\A-(?=[\d.])")
_lacking: list[str] = []  # the encoding of the output, if it lacked a letter
_NAMED_WRONGLY = (
    FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError, FileExistsError,
)  # fmt: skip
_LISTED_BY = {
    "method": "methods",
    "authority": "authorities",
    "calendar": "calendars",
    "observance": "observances",
}
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


class _Commands(click.Group):
    """The commands, by the name of their module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUMMARIES:
            raise UnknownName.among("command", cmd_name, SUMMARIES)
        command: click.Command = import_module(f"miqat.cli.commands.{cmd_name}").command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, summaries in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(summaries.items()), col_spacing=3)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write nothing: the groups above have them."""

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=summary)
            for name, summary in SUMMARIES.items()
            if name.startswith(incomplete)
        ]


@click.command(cls=_Commands, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="miqat")
def _miqat() -> None:
    """Hijri dates, prayer times, observances, the Moon and the qibla of any place.

    `miqat COMMAND --help` prints the options of a command with examples.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line; what is wrong is said in one line, with exit status 2."""
    given = sys.argv[1:] if arguments is None else arguments
    # A true minus sign tells a negative latitude from an option.
    given = [_NEGATIVE_NUMBER.sub("−", _as_utf8(argument), count=1) for argument in given]
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that lacks a letter gets its code
        codecs.register_error("miqat", _escaped)
        sys.stdout.reconfigure(errors="miqat")
    if sys.stdout is None:  # closed by the caller: `miqat today London >&-`
        _fail("the standard output is closed")
    try:
        _miqat.main(given or ["--help"], prog_name="miqat", standalone_mode=False)
    except click.ClickException as error:
        _fail(error.format_message())
    except StoreFault as error:
        _fail(str(error), status=2 if isinstance(error, InvalidStore) else 1)
    except UnknownName as error:
        _fail(f"{error}{_where_known(error)}")
    except MiqatError as error:
        _fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:  # a full disk; click itself ends quietly at a closed pipe
        if error.filename is None:
            with suppress(OSError):
                sys.stdout.close()
        where = f"{error.filename}: " if error.filename else ""
        named_wrongly = error.filename and isinstance(error, _NAMED_WRONGLY)
        _fail(f"{where}{error.strerror or error}", status=2 if named_wrongly else 1)
    if _lacking:
        hint = f"the encoding {_lacking[0]} lacks some letters; set PYTHONUTF8=1 to write UTF-8"
        click.echo(f"miqat: {hint}", err=True)
    sys.exit(0)


def _where_known(error: UnknownName) -> str:
    """Return where the known names are listed, for a name with none like it."""
    if error.nearest:
        return ""
    if error.kind == "language":
        from miqat.languages import language_codes

        return f"; there are {', '.join(language_codes())}"
    command = _LISTED_BY.get(error.kind)
    return f"; `miqat {command}` lists them" if command else ""


def _escaped(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write the code of a letter that an output lacks, and remember the encoding."""
    if isinstance(error, UnicodeEncodeError):
        _lacking[:] = [error.encoding]
    return codecs.backslashreplace_errors(error)


def _as_utf8(argument: str) -> str:
    """Return an argument as UTF-8, which Python does not assume under LC_ALL=C."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _fail(message: str, status: int = 2) -> NoReturn:
    as_typed = " ".join(message.split()).replace("−", "-")
    click.echo(f"miqat: {as_typed}", err=True)
    sys.exit(status)
