"""The only place where HTML is made, and where text is made harmless in it (pure)."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from jobs.web.urls import parse, printable

_SHEET = files("jobs.digests.reports.html").joinpath("style.css").read_text(encoding="utf-8")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Whatever should slip through: the browser runs nothing and asks nobody."""
_VOID = frozenset({"img", "meta"})
"""Elements that have no end; those of SVG have one."""


class Markup(str):
    """HTML; only this module makes it. Whatever is no Markup is text, and is escaped where it meets some."""

    __slots__ = ()


NOTHING = Markup("")


def tag(name: str, /, *inside: str, **attributes: str) -> Markup:
    """An element; `class_` is the attribute class, `font_size` is font-size. An attribute that is empty is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return Markup(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{together(inside)}</{name}>")


def together(parts: Iterable[str]) -> Markup:
    """Markup and text, one after the other."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part, quote=False) for part in parts))


def document(title: Iterable[str], body: Iterable[Markup]) -> bytes:
    """A whole page under our style sheet; half of a surrogate pair becomes a question mark."""
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", *title),
        Markup(f"<style>{_SHEET}</style>"),
    ]
    page = tag("html", tag("head", *head), tag("body", *body), lang="en")
    return f"<!DOCTYPE html>\n{page}\n".encode(errors="replace")


def address(url: str) -> Markup:
    """An address to click; what is no web address, or has a secret in it, is text."""
    shown = printable(url)
    if shown != url or not (parse(url) or "").startswith(("http://", "https://")):
        return together([shown])
    return tag("a", shown, href=url, rel="noopener noreferrer nofollow")
