"""The encoding that a page declares in a `<meta>`, found in its bytes before anything is parsed.

A tokenizer is needed, for what looks like a meta inside a comment, a script or a title declares nothing.
"""

import html
import re
from collections.abc import Iterator

from jobs.web.encoding.labels import encoding_for

# The scan goes on as long as only these are seen, and in any case over the first 1,024 bytes: as Chromium does.
_HEAD_TAGS = frozenset({b"script", b"noscript", b"style", b"link", b"meta", b"object", b"title", b"base"})
_HEAD_STARTS = _HEAD_TAGS | {b"html", b"head"}
_ALWAYS_SCANNED = 1024

_RAW_TEXT = frozenset({b"script", b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes"})

_MARKUP = re.compile(rb"<(?:(!--)|(/?)([a-zA-Z][^\t\n\f\r />]*)|[!?/])")
_COMMENT_END = re.compile(rb"(?<=<!--)-?>|--!?>")
_BOGUS_COMMENT_END = re.compile(rb">")
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*(?:(>)|([^\t\n\f\r />][^\t\n\f\r />=]*)"
    rb"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*|(?=>))|[\"'].*))?)",
    re.DOTALL,  # the last branch is a quote that never closes: the tag never ends
)
_SCRIPT_MARK = re.compile(rb"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_CHARSET = re.compile(r"charset[\x00-\x20]*=[\x00-\x20]*(?:\"([^\"]*)\"|'([^']*)'|([^\x00-\x20\"';]+))", re.IGNORECASE)

_XML = re.compile(rb"<\?xml(?:(?!encoding)[^>])*encoding[\x00-\x20]*=[\x00-\x20]*([\"'])([^\"'>]*)\1[^>]*>")
_XML_IN_UTF_16 = (("<?x".encode("utf-16-le"), "utf-16le"), ("<?x".encode("utf-16-be"), "utf-16be"))

# What was found by reading bytes as ASCII cannot be in UTF-16.
_MISNOMERS = {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}

# How most pages begin: here the first tag that could declare an encoding does, and no tokenizer is needed.
_USUAL = re.compile(
    rb"\s*(?:<!doctype html>\s*)?(?:<html(?: [a-z:-]+(?:=\"[^\"<>]*\")?)*>\s*)?(?:<head>\s*)?"
    rb"<meta charset=([\"'])([a-z0-9_-]+)\1 ?/?>",
    re.IGNORECASE,
)

Attributes = list[tuple[bytes, bytes]]


def declared_in_meta(body: bytes) -> str | None:
    """The name of the encoding in the first `<meta>` that declares a known one; None where there is none.

    A page that could be searched cannot be UTF-16, so that label means UTF-8, and x-user-defined windows-1252.
    """
    if usual := _USUAL.match(body):
        encoding = _from_label(usual[2].decode("ascii"))
        if encoding:
            return encoding
    in_head = True
    for name, is_end, attributes, start in _tags(body):
        if not in_head and start >= _ALWAYS_SCANNED:
            break
        if name == b"meta" and not is_end and (encoding := _declared_by(attributes)):
            return encoding
        in_head = in_head and name in (_HEAD_TAGS if is_end else _HEAD_STARTS)
    return _declared_in_xml(body)


def _declared_by(attributes: Attributes) -> str | None:
    charset, content, is_pragma = None, "", False
    for name, raw in attributes:
        value = html.unescape(raw.decode("latin-1"))
        if name == b"http-equiv":
            is_pragma = is_pragma or value.lower() == "content-type"
        elif name == b"charset":
            charset = value
        elif name == b"content":
            found = _CHARSET.search(value)
            content = (found[1] or found[2] or found[3] or "") if found else ""
    return _from_label(charset if charset is not None else content if is_pragma else "")


def _declared_in_xml(body: bytes) -> str | None:
    """The encoding of an XML declaration at the very start: not in the HTML standard, but browsers heed it."""
    for mark, name in _XML_IN_UTF_16:
        if body.startswith(mark):
            return name
    found = _XML.match(body)
    return _from_label(found[2].decode("latin-1")) if found else None


def _from_label(label: str) -> str | None:
    encoding = encoding_for(label)
    return _MISNOMERS.get(encoding, encoding) if encoding else None


def _tags(body: bytes) -> Iterator[tuple[bytes, bool, Attributes, int]]:
    """Each tag as a browser's tokenizer sees it: its name, whether it is an end tag, its attributes, its place."""
    position = 0
    while markup := _MARKUP.search(body, position):
        comment, slash, tag = markup.groups()
        if tag is None:
            close = (_COMMENT_END if comment else _BOGUS_COMMENT_END).search(body, markup.end())
            if close is None:
                return
            position = close.end()
            continue
        attributes, position = _attributes(body, markup.end())
        if position < 0:
            return
        name = tag.lower()
        yield name, bool(slash), attributes, markup.start()
        if not slash and name in _RAW_TEXT:
            position = _raw_text_end(body, position, name)
        elif not slash and name == b"plaintext":
            return


def _attributes(body: bytes, position: int) -> tuple[Attributes, int]:
    """The attributes of the tag whose name ends at `position`, and where the tag ends; -1 where it never does."""
    attributes: Attributes = []
    while found := _ATTRIBUTE.match(body, position):
        close, name, double, single, bare = found.groups()
        position = found.end()
        if close:
            return attributes, position
        attributes.append((name.lower(), double or single or bare or b""))
    return attributes, -1


def _raw_text_end(body: bytes, position: int, name: bytes) -> int:
    """Where the text that opens at `position` gives way to its end tag."""
    if name == b"script":
        return _script_end(body, position)
    found = re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE).search(body, position)
    return found.start() if found else len(body)


def _script_end(body: bytes, position: int) -> int:
    """Where a script's text ends: inside `<!-- <script>` an end tag closes only the inner one."""
    escaped = doubly = False
    while found := _SCRIPT_MARK.search(body, position):
        mark, position = found[0], found.end()
        if mark == b"<!--":
            escaped, position = True, position - 2  # its dashes may already be those of "-->"
        elif mark == b"-->":
            escaped = doubly = False
        elif found[1] and not doubly:
            return found.start()
        else:
            doubly = escaped and not found[1]
    return len(body)
