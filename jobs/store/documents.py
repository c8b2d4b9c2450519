"""Nouns to JSON and back: what stands in the snapshot, the journal and the history.

Unknown fields (a newer version wrote them) are passed over, missing ones (they had their default, or an older version
did not know them) take their defaults.
"""

import sys
from collections.abc import Sequence
from math import copysign, isfinite, isnan
from typing import Any, TypeVar

import msgspec

from jobs.store.errors import StoreDamagedError
from jobs.store.sparse import reader, without_defaults

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")
_NUL = rb"\u0000"


def encode(value: Any, **changed: Any) -> bytes:
    """One noun as JSON, with these fields changed, less the fields that are at their default.

    This is the gate of every kind of store. Lone surrogates, which foreign pages can bring and UTF-8 cannot hold, and
    NUL, which no database takes, become U+FFFD; what is no number becomes 0, and what is endless the largest number,
    for JSON has neither. Raises msgspec.ValidationError where a field holds what its type does not allow: it could not
    be read back.
    """
    said = without_defaults(value)
    for name, now in changed.items():
        setattr(said, name, now)
    try:
        raw = _ENCODER.encode(said)
    except UnicodeEncodeError:
        raw = b""
    if raw and _NUL not in raw and b"null" not in raw:
        return raw
    return _ENCODER.encode(_well_formed(msgspec.to_builtins(said)))


def decode(raw: bytes, kind: type[T]) -> T:
    """The noun that was stored; raises StoreDamagedError where it does not fit."""
    try:
        noun: T = reader(kind)(raw)  # type: ignore[arg-type]  # mypy asks its instances to be hashable
    except msgspec.MsgspecError as error:
        start = raw[:120].decode("utf-8", "replace")
        raise StoreDamagedError(f"A stored {kind.__name__} cannot be read ({error}): {start}") from error
    return noun


def decode_all(documents: Sequence[bytes], kind: type[T]) -> list[T]:
    """The same of many, in one go."""
    try:
        nouns: list[T] = reader(list[kind])(b"[%b]" % b",".join(documents))  # type: ignore[valid-type]
    except msgspec.MsgspecError:
        return [decode(raw, kind) for raw in documents]  # says which
    return nouns


def _well_formed(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
        case float() if not isfinite(value):
            return 0.0 if isnan(value) else copysign(sys.float_info.max, value)
        case dict():
            return {_well_formed(key): _well_formed(item) for key, item in value.items()}
        case list() | tuple():
            return [_well_formed(item) for item in value]
        case _:
            return value
