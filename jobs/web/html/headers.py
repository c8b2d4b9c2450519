"""What the headers of an answer tell search engines: X-Robots-Tag and Link."""

import re
from collections.abc import Iterator, Mapping

from jobs.model.document import Canonical, RobotsTag
from jobs.model.page import Headers, header_values
from jobs.web.urls import join

LONGEST_VALUE = 1_000
"""Characters of a robots tag that are read: a hundred times what one needs."""

# Directives that have a colon of their own, as the name of an agent has.
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_PREFIX = re.compile(r"\s*([A-Za-z][\w.-]*)\s*:")

_LIMITS = ("hreflang", "lang", "media", "type")
"""What makes a canonical one of a language, a device or a format."""

_SPACE = r"[ \t]*"
_TARGET = re.compile(r"[ \t,]*<([^>]*)>")
_PARAMETER = re.compile(
    rf"{_SPACE};{_SPACE}([^ \t=;,\"]*){_SPACE}(?:={_SPACE}(?:\"((?:[^\"\\]|\\.)*)\"?|([^;, \t\"]*)))?"
)
_ESCAPED = re.compile(r"\\(.)")


def robots_in(headers: Headers) -> tuple[RobotsTag, ...]:
    """The directives of every X-Robots-Tag for all agents and for Googlebot; those for others are left out.

    An agent's name holds until the next one in the same header: `googlebot: nofollow, otherbot: noindex`.
    """
    return tuple(
        RobotsTag("X-Robots-Tag googlebot" if agent else "X-Robots-Tag", directives[:LONGEST_VALUE])
        for value in header_values(headers, "x-robots-tag")
        for agent, directives in _by_agent(value)
        if agent in {"", "googlebot"} and directives
    )


def canonicals_in(headers: Headers, page_url: str) -> tuple[Canonical, ...]:
    """Each `Link: <...>; rel="canonical"` header, seen from the page's address."""
    return tuple(
        Canonical("header", address, ignored=why_ignored(parameters))
        for address, parameters in _links(headers, page_url)
        if "canonical" in _rel(parameters)
    )


def hreflang_in(headers: Headers, page_url: str) -> tuple[tuple[str, str], ...]:
    """Each (language, address) of a `Link: <...>; rel="alternate"; hreflang="..."` header."""
    return tuple(
        (language, address)
        for address, parameters in _links(headers, page_url)
        if (language := parameters.get("hreflang", "").strip()) and "alternate" in _rel(parameters)
    )


def why_ignored(attributes: Mapping[str, str | None], *, in_head: bool = True) -> str:
    """Why Google passes over a canonical with these attributes or parameters; empty where it counts."""
    if not in_head:
        return "not in the head"
    limits = [name for name in _LIMITS if name in attributes]
    return f"has {' and '.join(limits)}" if limits else ""


def _rel(parameters: Mapping[str, str]) -> list[str]:
    return parameters.get("rel", "").lower().split()


def _by_agent(value: str) -> Iterator[tuple[str, str]]:
    agent, directives = "", list[str]()
    for part in value.split(","):
        prefix = _PREFIX.match(part)
        if prefix and prefix[1].lower() not in _WITH_VALUE and not _in_date(directives):
            yield agent, ", ".join(directives)
            agent, directives = prefix[1].lower(), []
            part = part[prefix.end() :]  # noqa: PLW2901 - what is left of this part is its first directive
        if part.strip():
            directives.append(part.strip())
    yield agent, ", ".join(directives)


def _in_date(directives: list[str]) -> bool:
    """Whether the last directive is a date cut at its comma: `unavailable_after: Friday` before `25 Jun 2010 15:00`."""
    return bool(directives) and bool(re.fullmatch(r"unavailable_after\s*:\s*[a-z]+", directives[-1], re.IGNORECASE))


def _links(headers: Headers, page_url: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each link that speaks of the page itself, its address resolved, by RFC 8288, appendix B.2 and B.3."""
    for value in header_values(headers, "link"):
        for href, parameters in _links_in(value):
            address = join(href, page_url)
            if address is not None and _speaks_of(page_url, parameters):
                yield address, parameters


def _links_in(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(target, parameters by name in lower case) of one header; of two parameters of a name the first counts.

    What is no link ends the reading: what stands behind it could be anything.
    """
    at = 0
    while found := _TARGET.match(value, at):
        at, named = found.end(), dict[str, str]()
        while parameter := _PARAMETER.match(value, at):
            at = parameter.end()
            name, quoted, bare = parameter.groups()
            if name:
                named.setdefault(name.lower(), _ESCAPED.sub(r"\1", quoted) if quoted is not None else bare or "")
        yield found[1].strip(), named
        after = value.find(",", at)
        at = len(value) if after < 0 else after


def _speaks_of(page_url: str, parameters: Mapping[str, str]) -> bool:
    """Whether the link is one of the page: `anchor` may name another page, or a part of this one."""
    return "anchor" not in parameters or join(parameters["anchor"], page_url) == page_url
