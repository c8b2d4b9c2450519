"""The words of a page that say what it is about: title, description, headings and main text."""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from jobs.relevance.language import UNKNOWN, Language, identify

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped] # lxml ships no type information

LOGGER = logging.getLogger(__name__)

_READ_CHARS = 2_000_000  # a page's main text stands well before this
_ENOUGH_CHARS = 150  # less main text than this, and the whole body tells more
_MOST_ELEMENTS = 20_000
"""Beyond it no main text is looked for, which takes time with each element; hardly any page has more."""
_MOST_H1S = 20
_LONGEST_LINE = 500  # of a title, description or heading


class PageText(Struct, frozen=True):
    """What one page says, as far as its subject goes."""

    url: str
    title: str = ""
    description: str = ""
    h1s: tuple[str, ...] = ()
    text: str = ""
    """The main text without navigation, footers and readers' comments."""
    language: Language = UNKNOWN
    declared_language: str = ""
    """What `<html lang>` claims; shown beside ours, never used."""
    fell_back: bool = False
    """Whether no main text could be told apart, so that `text` is all of the body's text."""

    @property
    def chars(self) -> int:
        """Length of the main text in characters."""
        return len(self.text)


def read_text(html: str, url: str) -> PageText:
    """Read title, headings, main text and language from a page; never raises, whatever the HTML.

    Takes about 20 ms of CPU, so call it off the event loop. What cannot be parsed at all gives an empty `PageText`.
    """
    try:
        tree = _parse(html)
        return PageText(url, fell_back=True) if tree is None else _read_tree(tree, url)
    except Exception:  # foreign markup meets three libraries here, and a page without text is an answer
        LOGGER.info("No text could be read from %.200r", url, exc_info=True)
        return PageText(url, fell_back=True)


def _parse(html: str) -> "HtmlElement | None":
    from trafilatura import load_html

    _quieten_trafilatura()
    # Lone surrogates cannot be encoded, and libxml2 stops at a NUL.
    clean = html[:_READ_CHARS].replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    tree = load_html(clean)
    return load_html(f"<html><body><div>{clean}</div></body></html>") if tree is None else tree


def _quieten_trafilatura() -> None:
    """Keep trafilatura from logging each page without main text as a warning: here it is an ordinary answer."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def _read_tree(tree: "HtmlElement", url: str) -> PageText:
    title = _first_text(tree, ".//title") or _meta(tree, "og:title")
    description = _meta(tree, "description") or _meta(tree, "og:description")
    text, fell_back = _main_text(tree, url)
    return PageText(
        url=url,
        title=title,
        description=description,
        h1s=tuple(islice(_texts(tree, ".//h1"), _MOST_H1S)),
        text=text,
        language=identify(f"{text} {title} {description}"),  # of a short text's language the title tells more
        declared_language=(tree.get("lang") or "").strip().lower(),
        fell_back=fell_back,
    )


def _main_text(tree: "HtmlElement", url: str) -> tuple[str, bool]:
    """Return the main text, or all of the body's where none can be told apart, and whether it came to that."""
    from trafilatura import bare_extraction, html2txt

    if next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is not None:
        return _all_text(tree), True
    extracted = bare_extraction(tree, url=url or None, fast=True, include_comments=False)
    text = (getattr(extracted, "text", None) or "").strip()
    body = html2txt(tree)
    # Where trafilatura finds next to nothing it takes the whole body itself, without a word.
    if _letters(text) == _letters(body) or len(text) < min(_ENOUGH_CHARS, len(body)):
        return body, True
    return text, False


def _all_text(tree: "HtmlElement") -> str:
    for unseen in list(tree.iter("script", "style", "noscript")):
        unseen.drop_tree()
    return " ".join(tree.itertext())


def _letters(text: str) -> str:
    return "".join(text.split())


def _meta(tree: "HtmlElement", name: str) -> str:
    for element in tree.iterfind(".//meta"):
        if name in (element.get("name", "").lower(), element.get("property", "").lower()):
            content = _folded(element.get("content", ""))
            if content:
                return content
    return ""


def _first_text(tree: "HtmlElement", path: str) -> str:
    return next(_texts(tree, path), "")


def _texts(tree: "HtmlElement", path: str) -> Iterator[str]:
    return (text for element in tree.iterfind(path) if (text := _folded(element.text_content())))


def _folded(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_LINE]
