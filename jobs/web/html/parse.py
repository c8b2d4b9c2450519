"""From the body of an answer to a `Document`, as a browser with JavaScript off reads it."""

from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Document
from jobs.model.page import Headers
from jobs.model.whole_document import Known
from jobs.web.encoding.decode import Encoding, Source, decode, sniff
from jobs.web.html import headers as in_headers
from jobs.web.html import metas as meta
from jobs.web.html.addresses import resolver
from jobs.web.html.anchors import fold, links_in
from jobs.web.html.hashes import mark
from jobs.web.html.lazy_parts import TreeRest
from jobs.web.html.modes import DOCTYPE, as_html
from jobs.web.html.shadow_trees import with_shadow_trees
from jobs.web.html.tags import MATH, TEMPLATE, Named, Read, find, is_mathml, tag_ids
from jobs.web.http.media_types import media_type

_XHTML = frozenset({"application/xhtml+xml", "application/xml", "text/xml"})
_ANCHORS = tag_ids("a area")
_TOLD = ", ".join(("[href]", *(f"{each}:not([href])" for each in ("meta", "math", "template[shadowrootmode]"))))
"""What tells of a page and its links; what fits twice would be found twice."""
_Told = tuple[Named, list[Read]]
"""Links, which may have no href of their own, and all else, as it is read."""
_BOM = b"\xef\xbb\xbf"


def parse(body: bytes, *, url: str, content_type: str = "", headers: Headers = ()) -> Document:
    """What a browser with JavaScript off reads in `body`, served at `url`.

    `content_type` and `headers` are those of the answer; of several types, joined by commas, the last counts.
    Any bytes give a document, never an exception; what is
    shown as plain text has no links. The time this takes is bounded by `jobs.web.isolation.parser_pool`, not here.
    """
    encoding = sniff(body, content_type)
    name = encoding.name
    if name == "replacement":
        body = b""
    kind = media_type((("content-type", content_type),))
    if kind == "text/plain":
        return _plain(decode(body, name), url, name, encoding.source, headers)
    markup = _markup(body, name)
    if kind in _XHTML:
        markup = as_html(markup if isinstance(markup, str) else markup.decode())
    tree = LexborHTMLParser(markup)
    told = _told(tree)
    if any(tag == TEMPLATE for _, tag, _ in told[1]):
        told = _told(with_shadow_trees(tree))
    return _document(tree, told, (markup, encoding), url, headers)


def _markup(body: bytes, encoding: str) -> bytes | str:
    """The text of a page for the parser, which wants UTF-8: what is that already need not be made again."""
    if encoding == "utf-8":
        body = body.removeprefix(_BOM)
        try:
            body.isascii() or body.decode()
        except UnicodeDecodeError:
            return decode(body, encoding)
        return body
    return decode(body, encoding)


def _told(tree: LexborHTMLParser) -> _Told:
    """What tells of a page and its links."""
    found = [(node.tag_id, node) for node in find(_TOLD, _root_of(tree))]
    links = [each for each in found if each[0] in _ANCHORS]
    return links, [(node, tag, node.attributes) for tag, node in found if tag not in _ANCHORS]


def _root_of(tree: LexborHTMLParser) -> LexborNode:
    root = tree.root
    assert root is not None  # a parser that keeps to the standard makes an html element of nothing
    return root


def _document(
    tree: LexborHTMLParser, told: _Told, source: tuple[bytes | str, Encoding], url: str, headers: Headers
) -> Document:
    """The document of a tree, of which the elements `told` tell, and of the markup that it was made from."""
    markup, known = source
    encoding = known.name
    elements, others = told
    if any(tag == MATH for _, tag, _ in others):
        elements = [each for each in elements if not is_mathml(each[1])]
    base = meta.base_of(others, url, encoding)
    resolve = resolver(base, encoding)
    links = meta.links_of(others)
    said = meta.said_in(others, resolve)
    nodes, anchors = links_in(elements, base, encoding, markup)
    return Document(
        url=url,
        base=base,
        encoding=encoding,
        encoding_source=known.source,
        title=meta.title_of(tree),
        description=said.description,
        generator=said.generator,
        lang=(_root_of(tree).attributes.get("lang") or "").strip(),
        canonicals=meta.canonicals_of(links, resolve, tree) + in_headers.canonicals_in(headers, url),
        robots=said.robots + in_headers.robots_in(headers),
        refresh=meta.refresh_in(headers, resolver(url, encoding)) or said.refresh,
        hreflang=meta.hreflang_of(links, resolve) + in_headers.hreflang_in(headers, url),
        links=anchors,
        rest=TreeRest(tree, nodes, resolve, partial(_framed, base)),
    )


def _framed(base: str, markup: str) -> Document:
    """The document of a frame that has no address of its own: it goes by the base of the page around it."""
    tree = LexborHTMLParser(DOCTYPE + markup)
    return _document(tree, _told(tree), (markup, Encoding("utf-8", Source.HEADER)), base, ())


def _plain(text: str, url: str, encoding: str, source: str, headers: Headers) -> Document:
    """What is shown as it stands: text, and no links."""
    return Document(
        url=url,
        base=url,
        encoding=encoding,
        encoding_source=source,
        title="",
        description="",
        generator="",
        lang="",
        canonicals=in_headers.canonicals_in(headers, url),
        robots=in_headers.robots_in(headers),
        refresh=meta.refresh_in(headers, resolver(url, encoding)),
        hreflang=in_headers.hreflang_in(headers, url),
        links=(),
        rest=Known(fold(text), words_mark=mark(text)),
    )
