"""What a server may write otherwise at each answer: codes of scripts, hidden fields, nonces, tokens, last comments.

It is cut out of the bytes by how it begins and ends. That is right where a parser takes the same for it, which is seen
once, by the tree of the page. Of a later answer that is alike but for what was cut, no tree is needed: up to the first
cut its bytes are as they were, so a parser comes to it in the same state; nothing in it ends that state early, so a
parser leaves it in the same state, and comes so to the next.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from jobs.web.html.tags import Named, is_foreign, named, tag_id

Kinds = tuple[tuple[str, ...], ...]
"""What of a page is fleeting, in its order: codes, hidden values, nonces, tokens, comments at the end."""

_SCRIPT_NAME, _STYLE, _INPUT, _META = map(tag_id, ("script", "style", "input", "meta"))
_MAY_HAVE_VALUES = frozenset({_SCRIPT_NAME, _STYLE, _INPUT, _META})
_SCRIPT, _SCRIPT_ENDS = b"<script", b"</script"
_COMMENT, _COMMENT_ENDS = b"<!--", b"-->"
_ANY_COMMENT = _COMMENT + _COMMENT_ENDS
_ANY_CODE = b"0"
"""Stands for a code, where there is one: styles can ask whether an element is empty."""
_END = b"</html>"
_QUOTED = rb"""(?:"([^"<>]*+)"|'([^'<>]*+)')"""
_VALUES = (
    (b"<input", rb"""(?=[^<>]{0,999}\stype=["']?hidden)[^<>]{0,999}?\svalue="""),
    (b"nonce=", rb"(?<=\snonce=)"),
    (b'<meta name="csrf-token"', rb" content="),
)
"""How each begins in the bytes, and goes on up to its quotation marks."""
_PATTERNS = tuple((begins, re.compile(re.escape(begins) + goes_on + _QUOTED)) for begins, goes_on in _VALUES)
_MAY_END_VALUE = frozenset(b"\"'&")
_STAYS = re.compile(rb"<(?:!--|/script|/?noscript)", re.IGNORECASE)
"""In a code that may end elsewhere for a parser, or be taken for a part of the page's head (`metas`)."""
_LINK_TAG = re.compile(rb"<a[\s/>]", re.IGNORECASE)
MOST_PIECES = 2_000
"""That are cut out of a page, or may be: it is done between two turns of others. What comes behind them lasts."""
_ASKED_BY_STYLES = re.compile(r"\[[^\]a-z]{0,9}(?:value|nonce|content)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parted:
    """A page's bytes without what is fleeting, and that."""

    lasting: bytes
    """Comments are only marked in it."""
    comments: bytes
    """What they say, but for those at the end."""
    found: tuple[tuple[bytes, ...], ...]
    """By kind; some is left in its place too, for it could end early for a parser."""
    link_tags: int
    """How many tags of links are written in what was cut, where they are none; of very many only that they are."""


def as_in_tree(found: tuple[tuple[bytes, ...], ...]) -> Kinds:
    """What was found in the bytes of a page, as a tree has it."""
    codes, *values, comments = (tuple(map(_decoded, each)) for each in found)
    return codes, *(tuple(map(html.unescape, each)) for each in values), tuple(map(str.strip, comments))


def cut(body: bytes) -> Parted:
    """What lasts of a page in UTF-8; linear, whatever the page holds, and in few steps."""
    gone: list[bytes] = []
    lasting, codes, comments = _without_codes(body, gone)
    values = []
    for begins, pattern in _PATTERNS:
        lasting, found = _without_values(begins, pattern, lasting, gone)
        values.append(found)
    behind = _comments_at_end(lasting, comments)
    gone += behind
    kept = comments[: len(comments) - len(behind)]
    told = b"\n".join(gone)
    tags = told.count(b"<a") + told.count(b"<A")
    if 0 < tags <= MOST_PIECES:
        tags = len(_LINK_TAG.findall(told))
    return Parted(lasting, _ANY_COMMENT.join(kept), (codes, *values, behind), tags)


def fleeting_in(root: LexborNode, nodes: Named) -> Kinds:
    """What is fleeting in a tree; nothing where something that is read of the page may rest on it.

    `nodes` are those that `asked_for` gives. Of nonces those of scripts and styles are told.
    """
    scripts = named(_SCRIPT_NAME, nodes)
    if any(map(is_foreign, scripts)) or any(_ASKED_BY_STYLES.search(each.text()) for each in named(_STYLE, nodes)):
        return ()
    told = [(tag, node.attributes) for tag, node in nodes if tag in _MAY_HAVE_VALUES]
    hidden = [each for tag, each in told if tag == _INPUT and (each.get("type") or "").lower() == "hidden"]
    nonces = [each["nonce"] or "" for _, each in told if "nonce" in each]
    values = [each["value"] or "" for each in hidden if "value" in each]
    metas = [each for tag, each in told if tag == _META]
    if any("http-equiv" in each for each in metas):
        return ()
    tokens = [each["content"] or "" for each in metas if "content" in each]
    return (
        tuple(each.text() for each in scripts),
        tuple(values),
        tuple(nonces),
        tuple(tokens),
        tuple(_comments_behind(root)),
    )


def _without_codes(body: bytes, gone: list[bytes]) -> tuple[bytes, tuple[bytes, ...], tuple[bytes, ...]]:
    """The body without the codes of its scripts and its comments, and these.

    A code that holds the start of a comment stays, for what ends it is another story; so does one that holds its own
    end in capitals. What has no end stays as it is.
    """
    kept, codes, comments, at = list[bytes](), list[bytes](), list[bytes](), 0
    script, comment = body.find(_SCRIPT), body.find(_COMMENT)
    while (script >= 0 or comment >= 0) and len(codes) + len(comments) < MOST_PIECES:
        if 0 <= comment < script or script < 0:
            end = body.find(_COMMENT_ENDS, comment + 2)  # `<!-->` is a whole one
            if end < 0:
                break
            kept += (body[at:comment], _ANY_COMMENT)
            comments.append(body[comment + len(_COMMENT) : end])
            at = end + len(_COMMENT_ENDS)
        else:
            inside = body.find(b">", script) + 1
            end = body.find(_SCRIPT_ENDS, inside) if inside else -1
            if end < 0:
                break
            code = body[inside:end]
            codes.append(code)
            if _STAYS.search(code) is None:
                kept += (body[at:inside], _ANY_CODE if code else b"")
                gone.append(code)
            else:
                kept.append(body[at:end])
            at = end
        script = script if script >= at or script < 0 else body.find(_SCRIPT, at)
        comment = comment if comment >= at or comment < 0 else body.find(_COMMENT, at)
    return b"".join((*kept, body[at:])), tuple(codes), tuple(comments)


def _without_values(
    begins: bytes, pattern: re.Pattern[bytes], body: bytes, gone: list[bytes]
) -> tuple[bytes, tuple[bytes, ...]]:
    """The body without what a pattern finds; it is sought by how it begins, which is ten times as quick."""
    kept, values, at, place, tries = list[bytes](), list[bytes](), 0, body.find(begins), 0
    while place >= 0 and tries < MOST_PIECES:
        found, tries = pattern.match(body, place), tries + 1
        if found is not None:
            group = found.lastindex or 1
            value = found[group]
            values.append(value)
            if _MAY_END_VALUE.isdisjoint(value):
                kept.append(body[at : found.start(group)])
                gone.append(value)
                at = found.end(group)
        place = body.find(begins, found.end() if found else place + len(begins))
    return b"".join((*kept, body[at:])) if kept else body, tuple(values)


def _comments_at_end(lasting: bytes, comments: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The comments behind a page, where nothing else is there, and none could end early."""
    end = lasting.rfind(_END)
    tail = lasting[end + len(_END) :] if end >= 0 else b""
    count = tail.count(_ANY_COMMENT)
    behind = comments[len(comments) - count :]
    if tail.replace(_ANY_COMMENT, b"").strip() or any(b"--" in each or each[:1] in {b">", b"-"} for each in behind):
        return ()
    return behind


def _comments_behind(root: LexborNode) -> Iterator[str]:
    after = root.next
    while after is not None:
        if after.is_comment_node:
            yield after.comment_content or ""
        after = after.next


def _decoded(piece: bytes) -> str:
    """As a tree has it: with lines that end in one sign."""
    return piece.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
