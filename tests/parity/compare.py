"""Our reading of a page and the browser's, in one shape and side by side."""

import re
from typing import Any

from jobs.model.document import Document, TextFrom


def ours(document: Document) -> dict[str, Any]:
    """A document in the shape of the browser's answer."""
    return {
        "anchors": [anchor_value(document, number) for number in range(len(document.links))],
        "title": document.title,
        "base": document.base,
        "canonicals": [canonical.href for canonical in document.canonicals if canonical.source == "link"],
        "hreflang": [list(pair) for pair in document.hreflang],
        "robots": [tag.value for tag in document.robots if tag.source.startswith("meta")],
    }


def theirs(answer: dict[str, Any]) -> dict[str, Any]:
    """A browser's answer, its words split as ours are."""
    return {
        "anchors": [(a["href"], _rel(a["rel"]), a["text"], a["tag"]) for a in answer["anchors"]],
        "title": answer["title"],
        "base": answer["base"],
        "canonicals": answer["canonicals"],
        "hreflang": [[language.strip(), href] for language, href in answer["hreflang"]],
        "robots": [content.strip() for _, content in answer["robots"]],
    }


def anchor_value(document: Document, number: int) -> tuple[str, tuple[str, ...], str, str]:
    """What a browser says of a link too: it knows no words but the text."""
    link, words = document.links[number], document.words(number)
    return link.href, link.rel, words.text if words.source is TextFrom.TEXT else "", link.tag


def differences(document: Document, answer: dict[str, Any]) -> list[str]:
    """What differs, a line each."""
    we, they = ours(document), theirs(answer)
    found = [f"{key}: {we[key]!r} != {they[key]!r}" for key in we if key != "anchors" and we[key] != they[key]]
    if len(we["anchors"]) != len(they["anchors"]):
        found.append(f"anchors: {len(we['anchors'])} != {len(they['anchors'])}")
    pairs = zip(we["anchors"], they["anchors"], strict=False)
    return found + [f"anchor {n}: {one!r} != {other!r}" for n, (one, other) in enumerate(pairs) if one != other]


def _rel(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in re.split(r"[\t\n\f\r ,]+", text.lower()) if word))
