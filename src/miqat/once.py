"""Values that are computed once, also where several threads ask for them at the same time.

`functools.cache` computes a value in every thread that asks before the first one is done, and
`functools.cached_property` of Python 3.11 makes all objects of a class wait for each other.
Here a thread waits only for the very value that it needs, and no lock is held for two values.
A process that is forked while a value is being computed computes it anew.
"""

from __future__ import annotations

import os
from functools import update_wrapper
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractContextManager
    from typing import Self

Value = TypeVar("Value")
ValueOut = TypeVar("ValueOut", covariant=True)
Arguments = ParamSpec("Arguments")

_MISSING: Any = object()


class OnceFunction(Protocol[Arguments, ValueOut]):
    """A function whose value for each arguments is computed once."""

    @property
    def __wrapped__(self) -> Callable[Arguments, ValueOut]:
        """The function itself."""

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> ValueOut:
        """Return the value."""

    def cache_clear(self) -> None:
        """Forget every value."""


class _Running:
    """The values that are being computed, each with the lock of the thread that does so."""

    def __init__(self) -> None:
        self.guard = Lock()  # held for a look into the table, never during work
        self.locks: dict[tuple[int, Hashable], AbstractContextManager[bool]] = {}


_running = [_Running()]


def _after_fork() -> None:
    # The threads that held these locks do not exist in the child.
    _running[:] = [_Running()]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def computed_once(
    values: dict[Any, Value],
    key: Hashable,
    compute: Callable[[], Value],
    most: int | None = None,
) -> Value:
    """Return `values[key]`, which is computed if it is not there.

    Of several threads one computes it and the others wait; where computing raises, the next
    one tries. Different keys do not wait for each other. Of more than `most` values the oldest
    is forgotten.
    """
    found: Value = values.get(key, _MISSING)
    if found is not _MISSING:
        return found
    name = id(values), key
    while True:
        (running,) = _running
        with running.guard:
            found = values.get(key, _MISSING)
            if found is not _MISSING:
                return found
            lock = running.locks.setdefault(name, RLock())
        with lock:
            with running.guard:
                found = values.get(key, _MISSING)
                if found is not _MISSING:
                    return found
                if running.locks.get(name) is not lock:  # the thread waited for has failed
                    continue
            try:
                found = compute()
            finally:
                with _running[0].guard:
                    _running[0].locks.pop(name, None)
                    if found is not _MISSING:
                        _add(values, key, found, most)
            return found


def _add(values: dict[Any, Value], key: Hashable, value: Value, most: int | None) -> None:
    values[key] = value
    while most is not None and len(values) > most:
        values.pop(next(iter(values)), None)


def once(function: Callable[Arguments, Value]) -> OnceFunction[Arguments, Value]:
    """Decorate a function so that its value for each arguments is computed once.

    Arguments are hashable, and given by position.
    """
    return _remembering(function, None)


def once_at_most(
    most: int,
) -> Callable[[Callable[Arguments, Value]], OnceFunction[Arguments, Value]]:
    """Decorate a function as `once` does; of more than `most` values the oldest is forgotten."""

    def decorate(function: Callable[Arguments, Value]) -> OnceFunction[Arguments, Value]:
        return _remembering(function, most)

    return decorate


def _remembering(
    function: Callable[Arguments, Value], most: int | None
) -> OnceFunction[Arguments, Value]:
    values: dict[Any, Value] = {}
    compute: Callable[..., Value] = function

    def call(*arguments: Any) -> Value:
        found: Value = values.get(arguments, _MISSING)
        if found is not _MISSING:
            return found
        return computed_once(values, arguments, lambda: compute(*arguments), most)

    update_wrapper(call, function)
    call.cache_clear = values.clear  # type: ignore[attr-defined]
    return cast("OnceFunction[Arguments, Value]", call)


class Lazy(Generic[Value]):
    """A property that becomes an attribute once it is computed."""

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute = compute
        self._name = ""
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn under which name the value is to be found."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Value: ...

    def __get__(self, instance: object | None, owner: type | None = None) -> Self | Value:
        """Return the value, computed if this is the first time."""
        if instance is None:
            return self
        values: dict[str, Value] = instance.__dict__
        return computed_once(values, self._name, lambda: self._compute(instance))


def lazy(compute: Callable[[Any], Value]) -> Lazy[Value]:
    """Decorate a method so that it is a property, computed when it is first asked for."""
    return Lazy(compute)
