"""What is asked of few links and pages at a time, packed into one text of their documents in snapshots and backups.

Two thirds of a page's document are words that stand in every other one too. What each is found by stays as it is, so
that it is searched as ever, also with stock TinyDB, and a start unpacks nothing. The journal is not packed: a change
would cost more, and what it brings is packed with the next snapshot.
"""

import binascii
import zlib
from collections.abc import Mapping

import msgspec

from jobs.store.errors import StoreDamagedError

_OF_LINKS = ("id", "channel", "page_url", "target", "added_at", "standing", "expected", "owner", "tags", "added_by")
PLAIN: Mapping[str, frozenset[str]] = {
    "links": frozenset((*_OF_LINKS, "guarantee", "version")),
    "pages": frozenset(("url", "host", "next_check_at", "turn_at", "last_outcome", "last_checked_at")),
}
"""Of the tables that are packed, the fields that stay."""

Fields = dict[str, msgspec.Raw]

_NAME, _NAMED = "packed", b'"packed"'
_RAW_DEFLATE = -15
_LEVEL = 6
_MEMORY = 9
_ALIKE = (
    b'"relevance":{"notes":"every":"columns":{"terms":{"cost":{"amount":"currency":"EUR"index_facts":[{"status":'
    b'"indexed""imported":{"prices":[{"proof":[{"at":"outcome":"home_page":"answers":"varies":["www","slash"],'
    b'"hidden_at_first":true,"page_signs":[],"rendered":true,"on_canonical":true,"sight_mark":"0123456789abcdef",'
    b'"place":"footer"nav"sidebar""sighting":{"best":{"href":"https://www.","rel":["nofollow","noopener",'
    b'"noreferrer","sponsored","ugc"],"text":"","place":"body","hidden":false,"match":"exact","before":'
    b'" the and of for with from that this you your a an in on is ","after":'
    b'" und der die das mit von les des pour dans para con los las "},"count":1,"in_template":1,"html":'
    b'"<p><strong><a href=\\"https:'
    b'//\\" target=\\"_blank\\" rel=\\"noopener\\" class=\\"\\"></a></strong></p>"}"neighbours":[" (casino)"],'
    b'"offers":["reason":"outcome":"owner_ids":["ga:G-","gtm:GTM-","adsense:ca-pub-"],"template":"refresh":{"hops":'
    b'[{"status":301,"location":"https://"last_reason":"","link_missing":true,"headers":[["x-robots-tag",'
    b'"noindex"],["link","<https://>; rel=canonical"],["content-type","text/html; charset=utf-8"]],'
    b'"google_allowed":true,"google_rule":"Allow: /","generator":"WordPress 6."drawn":true,"words_mark":"",'
    b'"company_mark":"".de",".co.uk","facebook.com","instagram.com","linkedin.com","pinterest.com","twitter.com",'
    b'"youtube.com","x.com","wikipedia.org","wordpress.org"],"last_status":200,"last_read_at":"2026-12-01T00:00:'
    b'00Z","body_hash":"","validators":{"etag":"W/\\"\\"","last_modified":"Mon, Tue, Wed, Thu, Fri, Sat, Sun,'
    b' 01 Dec 2026 00:00:00 GMT","url":"https://www."},"rules_version":"","facts":{"url":"https://","final_url":'
    b'"https://www.","status":200,"title":"The ","lang":"en-US","encoding":"utf-8","canonicals":[{"source":"link",'
    b'"href":"https://www."}],"robots":[{"source":"meta robots","value":"index, follow, max-image-preview:large,'
    b' max-snippet:-1, max-video-preview:-1"}],"google_allowed":true,"followed_external":1,"external":2,"links":1,'
    b'"external_domains":[".com",".org",".net"],"text_chars":1,"read_at":"2026-12-01T00:00:00Z"},"good_sketch":"'
)
"""What documents have in common, the commonest last. Never changed: what was packed with it is unpacked with it."""


def packed(table: str, raw: bytes) -> bytes:
    """A document as it stands in a snapshot; one that is packed already, and one of another table, as it is."""
    if table not in PLAIN:
        return raw
    fields = msgspec.json.decode(raw, type=Fields)
    stays = {name: field for name, field in fields.items() if name in PLAIN[table]}
    if _NAME in fields or len(stays) == len(fields):
        return raw
    rest = {name: field for name, field in fields.items() if name not in stays}
    press = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _ALIKE)
    pressed = press.compress(msgspec.json.encode(rest)) + press.flush()
    text = binascii.b2a_base64(pressed, newline=False).decode("ascii")
    return msgspec.json.encode({**stays, _NAME: text})


def unpacked(raw: bytes) -> bytes:
    """The document that was packed; any other as it is. Raises StoreDamagedError where that cannot be.

    Where a person has set a field beside it that is packed too, what the person set holds.
    """
    if _NAMED not in raw:
        return raw
    press = zlib.decompressobj(_RAW_DEFLATE, _ALIKE)
    try:
        fields = msgspec.json.decode(raw, type=Fields)
        text = fields.pop(_NAME, None)
        if text is None:
            return raw  # some inner object has a field of that name
        rest = press.decompress(binascii.a2b_base64(msgspec.json.decode(text, type=str)))
    except (ValueError, zlib.error, msgspec.MsgspecError) as error:
        raise _damaged(raw, str(error)) from error
    if not press.eof:
        raise _damaged(raw, "its end is missing")
    return rest[:-1] + b"," + msgspec.json.encode(fields)[1:] if fields else rest  # the last of one name counts


def _damaged(raw: bytes, why: str) -> StoreDamagedError:
    return StoreDamagedError(f"A packed document cannot be read ({why}): {raw[:120].decode('utf-8', 'replace')}")
