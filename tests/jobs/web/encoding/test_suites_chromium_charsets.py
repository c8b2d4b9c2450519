"""Our codecs and our sniffing against Chromium's stored answers; `python -m tests.tools.renew_charsets` renews them."""

import json
from pathlib import Path

import pytest

from jobs.web.encoding.decode import Source, sniff
from jobs.web.encoding.decoders import decode_as
from jobs.web.encoding.encoders import encode_query
from tests.tools.charset_cases import CHARACTERS, DECLARATIONS, DECODED, ENCODED, HTML, digest, sequences

ANSWERS = json.loads((Path(__file__).parent / "answers" / "charsets.json").read_text())


@pytest.mark.parametrize("encoding", DECODED)
def test_every_byte_and_every_pair_decodes_as_in_chromium(encoding: str) -> None:
    assert digest([decode_as(raw, encoding) for raw in sequences(encoding)]) == ANSWERS["decoded"][encoding]


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_character_is_written_in_a_query_as_in_chromium(encoding: str) -> None:
    written = [encode_query(f"{character}A", encoding) for character in CHARACTERS]
    assert digest(written) == ANSWERS["encoded"][encoding]


@pytest.mark.parametrize(("case", "chromium"), [*zip(DECLARATIONS, ANSWERS["declared"], strict=True)])
def test_a_declaration_is_found_where_chromium_finds_it(case: tuple[bytes, str], chromium: str) -> None:
    found = sniff(*case)
    if found.source in {Source.VALID_UTF8, Source.GUESS}:
        assert chromium == "windows-1252"  # Chromium's word for "nobody said"
    else:
        assert found.name == chromium


@pytest.mark.parametrize("encoding", [name for name in DECODED if not name.startswith("utf-16")])
def test_html_is_never_swallowed_by_a_broken_character(encoding: str) -> None:
    lone = [byte for byte in range(0x80, 0x100) if "<b>" not in decode_as(bytes([byte]) + b"<b>", encoding)]
    assert lone == []


def test_the_cases_hold_both_found_and_unfound_declarations() -> None:
    assert {HTML} < {content_type for _, content_type in DECLARATIONS}
    assert {"koi8-r", "utf-8", "windows-1252", "utf-16le"} <= set(ANSWERS["declared"])
