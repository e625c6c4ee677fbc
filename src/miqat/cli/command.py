"""How a command is declared: its options by purpose, its examples, its answer loaded late.

A declaration imports nothing of the package, so that `--help` and completion are quick. The
answer to `miqat today` is `miqat.cli.today.answer`, which is called with the options by name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from miqat.cli import completion
from miqat.cli.summaries import SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Option(click.Option):
    """An option that is listed under a heading of the help."""

    def __init__(self, names: Sequence[str], section: str, **settings: Any) -> None:
        super().__init__(names, **settings)
        self.section = section


class Command(click.Command):
    """A command with examples, and options under headings; `answer` is what it calls."""

    def __init__(
        self,
        name: str,
        params: list[click.Parameter],
        details: str = "",
        *,
        examples: Sequence[str],
        summary: str = "",
        answer: str = "",
    ) -> None:
        """`answer` is "module:function" in `miqat.cli`, by default "name:answer"."""
        said = f"{summary or SUMMARIES[name]}."
        super().__init__(
            name,
            params=params,
            callback=_late(answer or f"{name}:answer"),
            help="\n\n".join(filter(None, (said, details))),
            short_help=said.removesuffix("."),
        )
        self.examples = tuple(examples)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings, then the examples."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                section = param.section if isinstance(param, Option) else "Help"
                sections.setdefault(section, []).append(record)
        for section, records in sections.items():
            with formatter.section(section):
                formatter.write_dl(records)
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def argument(name: str, metavar: str = "", complete: str = "", **settings: Any) -> click.Argument:
    """Return an argument; `complete` names a kind of `miqat.cli.completion`."""
    shown = metavar or name.upper()
    return click.Argument([name], metavar=shown, shell_complete=_completer(complete), **settings)


def option(*names: str, section: str, complete: str = "", **settings: Any) -> Option:
    """Return an option under a heading; `complete` names a kind of `miqat.cli.completion`."""
    return Option(names, section, shell_complete=_completer(complete), **settings)


def as_json(text: str = "Print JSON.") -> Option:
    """Return the option for JSON."""
    return option("--json", "as_json", section="Output", is_flag=True, help=text)


def _late(answer: str) -> Callable[..., object]:
    def call(**options: object) -> object:
        module, function = answer.split(":")
        called: Callable[..., object] = getattr(import_module(f"miqat.cli.{module}"), function)
        return called(**options)

    return call


def _completer(kind: str) -> Callable[..., list[str]] | None:
    if not kind:
        return None

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return completion.candidates(kind, incomplete)

    return complete
