"""What is stored of a noun: the fields that are not at their default, which a reader fills in again.

Two thirds of the fields of a usual link are at their default. Hence no default of a stored field is ever changed
(`tests/stored/test_defaults.py`): what was stored without it would change with it.
"""

import dataclasses
import threading
import typing
from collections.abc import Callable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Union

import msgspec

_ONE_AT_A_TIME = threading.RLock()
"""msgspec (0.22) works out a type where it is first used, and leaves it to its users that one thread alone does so."""


@cache
def decoder(kind: Any) -> "msgspec.json.Decoder[Any]":
    """What reads values of a type; any thread may ask for it."""
    with _ONE_AT_A_TIME:
        return msgspec.json.Decoder(kind)


@cache
def reader(kind: Any) -> Callable[[bytes], Any]:
    """What makes values of a type of their JSON, a dataclass or a list of them too; any thread may ask for it.

    Dataclasses are read as their sparse types first, for msgspec (0.22) finds out about each field that is missing in
    one with slots by an exception, which takes longer than all the rest.
    """
    plain, of_sparse = decoder(kind), _of_sparse(kind)
    if of_sparse == kind:
        return plain.decode
    read = decoder(of_sparse).decode
    return lambda raw: msgspec.convert(read(raw), kind, from_attributes=True)


def without_defaults(noun: Any) -> Any:
    """A dataclass as a value that encodes without what is at its default; anything else as it is.

    Raises msgspec.ValidationError where a field holds what its type does not allow.
    """
    if not dataclasses.is_dataclass(noun):
        return noun
    kind: Any = type(noun)
    return msgspec.convert(noun, sparse(kind), from_attributes=True)


@cache
def sparse(kind: Any) -> Any:
    """A type with the fields of a dataclass, whose values encode without defaults; any thread may ask for it."""
    with _ONE_AT_A_TIME:
        made = msgspec.defstruct(kind.__name__, list(_fields(kind)), omit_defaults=True, kw_only=True, gc=False)
        decoder(made)  # has it worked out before another thread can get it
    return made


def _fields(kind: Any) -> Iterator[tuple[str, Any] | tuple[str, Any, Any]]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        annotation = _of_sparse(hints[field.name])
        if field.default is not dataclasses.MISSING:
            yield field.name, annotation, field.default
        elif field.default_factory is not dataclasses.MISSING:
            yield field.name, annotation, msgspec.field(default_factory=field.default_factory)
        else:
            yield field.name, annotation


def _of_sparse(annotation: Any) -> Any:
    """The annotation with the sparse type in place of each dataclass."""
    if dataclasses.is_dataclass(annotation):
        kind: Any = annotation
        return sparse(kind)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is None or origin is typing.Literal:
        return annotation
    changed = tuple(map(_of_sparse, arguments))
    return Union[changed] if origin in (Union, UnionType) else origin[changed]  # noqa: UP007  # made at run time
