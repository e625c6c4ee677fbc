"""The OpenAPI 3.1 document, made from the table of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from miqat import __version__
from miqat.web.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miqat.web.operation import Operation, Plain

_REF = "#/components/schemas/{name}"


def document(operations: Iterable[Operation[Any]], prefix: str) -> Plain:
    """Return the document for the operations under a path."""
    operations = tuple(operations)
    types = [each for operation in operations for each in (operation.request, operation.answer)]
    _, components = msgspec.json.schema_components([*types, Problem], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Miqat",
            "version": __version__,
            "summary": "Hijri dates, observances, prayer times, the crescent and the qibla.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            prefix + operation.path: {
                "get": _get(operation, components),
                "post": _post(operation),
            }
            for operation in operations
        },
        "components": {"schemas": components},
    }


def _get(operation: Operation[Any], components: Plain) -> Plain:
    schema = components[operation.request.__name__]
    required = schema.get("required", [])
    return {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": _without_null(of_field),
            }
            for name, of_field in schema["properties"].items()
        ],
        "responses": _responses(operation),
    }


def _post(operation: Operation[Any]) -> Plain:
    reference = {"$ref": _REF.format(name=operation.request.__name__)}
    return {
        "operationId": f"{operation.name}-post",
        "tags": [operation.tag],
        "summary": operation.summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": _responses(operation),
    }


def _without_null(schema: Plain) -> Plain:
    """Return the schema of a parameter of a query, which has a value or is left out."""
    choices = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    if len(choices) == 1:
        return dict(choices[0])
    return {name: value for name, value in schema.items() if name != "default" or value is not None}


def _responses(operation: Operation[Any]) -> Plain:
    answer = {"schema": {"$ref": _REF.format(name=operation.answer.__name__)}}
    content: Plain = {"application/json": answer}
    if operation.text is not None:
        content["text/plain"] = {"schema": {"type": "string"}}
    if operation.rows is not None:
        content["text/csv"] = {"schema": {"type": "string"}}
    problem = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}}}
    return {
        "200": {"description": operation.summary, "content": content},
        "304": {"description": "The answer that the client has is still true"},
        "400": {"description": "A request of the wrong shape", "content": problem},
        "404": {"description": "A name that is not known", "content": problem},
        "413": {"description": "A body larger than 1,000,000 bytes", "content": problem},
        "414": {"description": "An address longer than 8,000 bytes", "content": problem},
        "422": {"description": "A value without an answer", "content": problem},
        "503": {"description": "Too busy, or the store cannot be read", "content": problem},
    }
