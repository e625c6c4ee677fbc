"""Tools for language models (Model Context Protocol), made from the table of operations."""

from __future__ import annotations

import inspect
import types
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, UnsetType

from miqat import __version__
from miqat.errors import MiqatError, MissingPart, OutOfRange
from miqat.web.operations import OPERATIONS
from miqat.web.respond import DEAREST
from miqat.web.saying import SAID

try:
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import ToolAnnotations
    from pydantic import Field
except ImportError as error:
    raise MissingPart(f"the tools need {error.name}: pip install 'miqat[mcp]'") from None

if TYPE_CHECKING:
    from collections.abc import Callable

    from miqat.web.operation import Operation

_INSTRUCTIONS = (
    "Hijri dates, observances, prayer times, the crescent and the qibla. Months are announced by "
    "authorities that differ: pass on the certainty and the authority with every date. `say` is "
    "the answer in one sentence."
)


def server() -> MCPServer:
    """Return the server with its tools."""
    made: MCPServer = MCPServer("miqat", version=__version__, instructions=_INSTRUCTIONS)
    hints = ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)
    for operation in OPERATIONS:
        if operation.name in SAID:
            made.add_tool(
                _function(operation),
                name=operation.name,
                description=operation.summary,
                annotations=hints,
            )
    return made


def _function(operation: Operation[Any]) -> Callable[..., dict[str, Any]]:
    def call(**given: Any) -> dict[str, Any]:
        try:
            return _answer(operation, given)
        except (MiqatError, msgspec.ValidationError) as error:
            # The text of another exception does not reach the model.
            raise ToolError(str(error)) from None

    hints = get_type_hints(operation.request, include_extras=True)
    fields = msgspec.structs.fields(operation.request)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.required else None,
            annotation=_annotation(hints[field.name], required=field.required),
        )
        for field in fields
    ]
    signature = inspect.Signature(parameters, return_annotation=dict[str, Any])
    call.__signature__ = signature  # type: ignore[attr-defined]
    call.__name__ = operation.name
    return call


def _answer(operation: Operation[Any], given: dict[str, Any]) -> dict[str, Any]:
    asked = msgspec.convert(
        {name: value for name, value in given.items() if value is not None},
        operation.request,
        strict=False,
    )
    if operation.cost(asked) > DEAREST:
        raise OutOfRange("the request asks for too much at once; ask for less of it")
    answer = msgspec.to_builtins(operation.run(asked))
    said = SAID[operation.name](answer)
    as_of = answer.get("as_of") or datetime.now(UTC).date().isoformat()
    return {**said._asdict(), "as_of": as_of, "answer": answer}


def _annotation(of: Any, *, required: bool) -> Any:
    """Return the type of a parameter as pydantic reads it, with its description and examples.

    Dates are texts here, so that a mistake in one is said by Miqat in one line.
    """
    metas = _metas(of)
    base = _base(of)
    described = Field(
        description=next((meta.description for meta in metas if meta.description), None),
        examples=next((list(meta.examples) for meta in metas if meta.examples), None),
    )
    return Annotated[base if required else base | None, described]


def _metas(of: Any) -> list[Meta]:
    if get_origin(of) is Annotated:
        return [each for each in get_args(of)[1:] if isinstance(each, Meta)] + _metas(
            get_args(of)[0]
        )
    if get_origin(of) in (Union, types.UnionType):
        return [meta for each in get_args(of) for meta in _metas(each)]
    return []


def _base(of: Any) -> Any:
    if get_origin(of) is Annotated:
        return _base(get_args(of)[0])
    if get_origin(of) in (Union, types.UnionType):
        (one,) = [each for each in get_args(of) if each not in (types.NoneType, UnsetType)]
        return _base(one)
    return str if getattr(of, "__module__", "") == "datetime" else of
