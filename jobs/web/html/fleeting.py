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
from itertools import chain, islice

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
_HIDDEN = rb"""input(?=[^<>]{0,999}\stype=["']?hidden)[^<>]{0,999}?\svalue="""
_NONCE = rb"""s(?:cript|tyle)(?=[^<>]{0,999}\snonce=)(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+'){0,199}?\snonce="""
_TOKEN = rb'meta name="csrf-token" content='
_VALUES = rb"|".join(each + _QUOTED for each in (_HIDDEN, _NONCE, _TOKEN))
_PIECE = re.compile(rb"<(?:!(?P<comment>--)|" + _VALUES + rb"|s(?P<script>cript))")
"""All that is sought, in one walk over the bytes: seeking each by itself takes thrice as long.

Each alternative begins with a letter that is in no group: those are told apart without being tried.
"""
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
    cutting, at = _Cutting(body), 0
    for _ in range(MOST_PIECES):
        found = _PIECE.search(body, at)
        at = cutting.take(found) if found else -1
        if at < 0:
            break
    lasting, comments = cutting.lasting, cutting.comments
    behind = _comments_at_end(lasting, comments)
    kept = comments[: len(comments) - len(behind)]
    tags = chain.from_iterable(map(_LINK_TAG.finditer, (*cutting.with_markup, *behind)))
    link_tags = sum(1 for _ in islice(tags, MOST_PIECES + 1))
    kinds = (cutting.codes, *cutting.values, behind)
    return Parted(lasting, _ANY_COMMENT.join(kept), tuple(map(tuple, kinds)), link_tags)


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


class _Cutting:
    """A page's bytes as they are cut, from one piece to the next."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._kept: list[bytes] = []
        self._at = 0
        """What stands from here on is not kept yet."""
        self.codes: list[bytes] = []
        self.values: tuple[list[bytes], ...] = ([], [], [])
        """Hidden ones, nonces, tokens."""
        self.comments: list[bytes] = []
        self.with_markup: list[bytes] = []
        """The codes that are cut out and may hold tags."""

    @property
    def lasting(self) -> bytes:
        """What is not cut out."""
        return b"".join((*self._kept, self._body[self._at :]))

    def take(self, found: re.Match[bytes]) -> int:
        """Cut what was found, and tell where to go on; -1 where it has no end: then all from there on stays."""
        if found.lastgroup == "comment":
            return self._comment(found.start())
        if found.lastgroup != "script":
            self._value(found)
            if not self._body.startswith(_SCRIPT, found.start()):
                return found.end()
        return self._code(found.end())

    def _leave_out(self, start: int, end: int, instead: bytes = b"") -> None:
        self._kept += (self._body[self._at : start], instead)
        self._at = end

    def _comment(self, start: int) -> int:
        end = self._body.find(_COMMENT_ENDS, start + 2)  # `<!-->` is a whole one
        if end < 0:
            return -1
        self.comments.append(self._body[start + len(_COMMENT) : end])
        self._leave_out(start, end + len(_COMMENT_ENDS), _ANY_COMMENT)
        return self._at

    def _value(self, found: re.Match[bytes]) -> None:
        """A value, which has a group for each of its kinds of quotation marks, behind that of a comment."""
        group = found.lastindex or 0
        value = found[group]
        self.values[group // 2 - 1].append(value)
        if _MAY_END_VALUE.isdisjoint(value):
            self._leave_out(*found.span(group))

    def _code(self, in_tag: int) -> int:
        """The code of a script, in whose tag something was found.

        One that holds the start of a comment stays, for what ends it is another story; so does one that holds its own
        end in capitals.
        """
        inside = self._body.find(b">", in_tag) + 1
        end = self._body.find(_SCRIPT_ENDS, inside) if inside else -1
        if end < 0:
            return -1
        code = self._body[inside:end]
        self.codes.append(code)
        if b"<" in code:
            if _STAYS.search(code):
                return end
            self.with_markup.append(code)
        self._leave_out(inside, end, _ANY_CODE if code else b"")
        return end


def _comments_at_end(lasting: bytes, comments: list[bytes]) -> list[bytes]:
    """The comments behind a page, where nothing else is there, and none could end early."""
    end = lasting.rfind(_END)
    tail = lasting[end + len(_END) :] if end >= 0 else b""
    count = tail.count(_ANY_COMMENT)
    behind = comments[len(comments) - count :]
    if tail.replace(_ANY_COMMENT, b"").strip() or any(b"--" in each or each[:1] in {b">", b"-"} for each in behind):
        return []
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
