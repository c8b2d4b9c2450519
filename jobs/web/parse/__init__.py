"""From the body of an answer to a `Document`, as a browser with JavaScript off reads it."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.model.document import Document
from jobs.model.page import Headers
from jobs.web.decode import decode, sniff
from jobs.web.parse import headers as told
from jobs.web.parse import metas as meta
from jobs.web.parse import walk
from jobs.web.parse.addresses import Resolve, resolver
from jobs.web.parse.anchors import anchors_of, fold
from jobs.web.parse.media import applies_to_screen
from jobs.web.parse.scripted import js_links, scripts
from jobs.web.parse.stylesheets import Stylesheet
from jobs.web.parse.surroundings import Surroundings
from jobs.web.parse.xhtml import as_html

_SPACES = re.compile(r"[\t\n\f\r ]+")  # not those beyond ASCII: a browser keeps them in a title
_BOM = b"\xef\xbb\xbf"


def parse(body: bytes, *, url: str, content_type: str = "", headers: Headers = ()) -> Document:
    """What a browser with JavaScript off reads in `body`, served at `url`.

    `content_type` and `headers` are those of the answer. Any bytes give a document, never an exception; what is
    shown as plain text has no links. The time this takes is bounded by `jobs.web.reader`, not here.
    """
    encoding = sniff(body, content_type)
    name = encoding.name
    if name == "replacement":
        body = b""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return _plain(decode(body, name), url, name, encoding.source, headers)
    markup = _markup(body, name)
    if kind == "application/xhtml+xml":
        markup = as_html(markup if isinstance(markup, str) else markup.decode())
    return _document(LexborHTMLParser(markup), url, name, encoding.source, headers)


def _markup(body: bytes, encoding: str) -> bytes | str:
    """The text of a page for the parser, which wants UTF-8: what is that already need not be made anew."""
    if encoding == "utf-8":
        body = body.removeprefix(_BOM)
        try:
            body.decode()
        except UnicodeDecodeError:
            return decode(body, encoding)
        return body
    return decode(body, encoding)


def _document(tree: LexborHTMLParser, url: str, encoding: str, source: str, headers: Headers) -> Document:
    found = walk.gather(tree)
    html = found.html_only
    base = meta.base_of(html(walk.BASE), url, encoding)
    resolve = resolver(base, encoding)
    metas = [(node.attributes, node) for node in html(walk.META)]
    links = [node.attributes for node in html(walk.LINK)]
    script_chars, script_files = scripts(found.kept[walk.SCRIPT])
    return Document(
        url=url,
        base=base,
        encoding=encoding,
        encoding_source=source,
        title=_title(html(walk.TITLE)),
        description=meta.description_of(attributes for attributes, _ in metas),
        lang=_lang(found.kept[walk.HTML]),
        canonicals=meta.canonicals_of(links, resolve) + told.canonicals_in(headers, url),
        robots=meta.robots_of(attributes for attributes, _ in metas) + told.robots_in(headers),
        refresh=meta.refresh_of(((attributes, _in_noscript(node)) for attributes, node in metas), resolve),
        hreflang=meta.hreflang_of(links, resolve) + told.hreflang_in(headers, url),
        links=anchors_of(found.anchors, found.positions, Surroundings(_stylesheet(html(walk.STYLE))), resolve),
        text=found.text,
        script_chars=script_chars,
        script_files=script_files,
        noscript_text=fold(" ".join(node.text(separator=" ") for node in found.kept[walk.NOSCRIPT])),
        frames=_frames(found.kept[walk.IFRAME] + found.kept[walk.FRAME], resolve),
        js_links=js_links(tree, resolve),
    )


def _plain(text: str, url: str, encoding: str, source: str, headers: Headers) -> Document:
    """What is shown as it stands: text, and no links."""
    return Document(
        url=url,
        base=url,
        encoding=encoding,
        encoding_source=source,
        title="",
        description="",
        lang="",
        canonicals=told.canonicals_in(headers, url),
        robots=told.robots_in(headers),
        refresh=None,
        hreflang=told.hreflang_in(headers, url),
        links=(),
        text=fold(text),
    )


def _title(titles: list[LexborNode]) -> str:
    return _SPACES.sub(" ", titles[0].text()).strip(" ") if titles else ""


def _lang(roots: list[LexborNode]) -> str:
    return (roots[0].attributes.get("lang") or "").strip() if roots else ""


def _stylesheet(styles: list[LexborNode]) -> Stylesheet:
    return Stylesheet(style.text() for style in styles if applies_to_screen(style.attributes.get("media") or ""))


def _in_noscript(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag_id != walk.NOSCRIPT:
        above = above.parent
    return above is not None


def _frames(nodes: Iterable[LexborNode], resolve: Resolve) -> tuple[str, ...]:
    return tuple(
        address
        for node in nodes
        if (source := node.attributes.get("src"))
        for address, is_valid in [resolve(source)]
        if is_valid
    )
