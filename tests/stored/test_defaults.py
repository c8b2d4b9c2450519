"""A field at its default is not stored: a default that changed would change what is stored already."""

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.document import Place
from jobs.model.event import Event
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.reading import Match, Seen, Sighting
from jobs.store.documents import decode, encode
from tests.stored.fields import DEFAULTS
from tests.stored.test_stored import DOCUMENTS, STORED, TABLES

KEPT: dict[str, type] = TABLES | {"events": Event}
"""Payloads of notices are texts within these."""
EMPTY: tuple[Any, ...] = (None, "", b"", 0, False, (), frozenset(), timedelta())
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _defaults() -> Iterator[tuple[tuple[type, str], Any]]:
    for kind in filter(dataclasses.is_dataclass, STORED):
        for field in dataclasses.fields(kind):
            made = field.default_factory
            default = field.default if made is dataclasses.MISSING else made()
            if default is not dataclasses.MISSING and default != {}:
                yield (kind, field.name), default


def _is_empty(default: Any) -> bool:
    if dataclasses.is_dataclass(default):
        kind: Any = type(default)
        return bool(default == kind())  # what it is then, its own fields say
    return any(type(default) is type(empty) and default == empty for empty in EMPTY)


def test_a_default_is_empty_or_stands_in_the_list_of_those_that_stay_as_they_are() -> None:
    assert {name: default for name, default in _defaults() if not _is_empty(default)} == DEFAULTS


@pytest.mark.parametrize("name", KEPT)
def test_what_is_read_back_is_what_was_stored(name: str) -> None:
    read: object = decode(json.dumps(DOCUMENTS[name]).encode(), KEPT[name])
    assert decode(encode(read), KEPT[name]) == read


st.register_type_strategy(
    Mapping, lambda kind: st.dictionaries(*map(st.from_type, typing.get_args(kind)))
)  # no ChainMap
# What passes the gate of the store as it is; tests/jobs/store/contract/test_writes.py has what does not.
st.register_type_strategy(str, st.text(st.characters(codec="utf-8", exclude_characters="\0")))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@given(st.data(), st.sampled_from(sorted(KEPT)))
def test_what_is_left_out_is_filled_in_as_it_was(data: st.DataObject, name: str) -> None:
    noun = data.draw(st.from_type(KEPT[name]))
    everything = _whole(noun)
    assert _whole(decode(encode(noun), KEPT[name])) == _whole(decode(everything, KEPT[name]))
    assert len(encode(noun)) <= len(everything)


def _whole(noun: object) -> bytes:
    """Every field; as text, for an amount may be no number, which is not the same as itself."""
    return msgspec.json.encode(noun, order="deterministic")


def test_only_what_is_not_at_its_default_is_stored() -> None:
    seen = Seen("https://ours.example/", (), "our anchor", Place.BODY, False, Match.EXACT)
    link = Link(1, "C1", "https://a.example/", "ours.example", NOW, LinkStatus(LinkState.LIVE), sighting=Sighting(seen))
    assert json.loads(encode(link)) == {
        "id": 1,
        "channel": "C1",
        "page_url": "https://a.example/",
        "target": "ours.example",
        "added_at": "2026-11-23T09:00:00Z",
        "standing": {"state": "live"},
        "expected": {"rel": []},
        "tags": [],
        "terms": {},
        "guarantee": {},
        "sighting": {
            "best": {
                "href": "https://ours.example/",
                "rel": [],
                "text": "our anchor",
                "place": "body",
                "hidden": False,
                "match": "exact",
            }
        },
    }
    assert decode(encode(link), Link) == link
