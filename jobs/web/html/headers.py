"""What the headers of an answer tell search engines: X-Robots-Tag and Link."""

import re
from collections.abc import Iterator

from jobs.model.document import Canonical, RobotsTag
from jobs.model.page import Headers, header_values
from jobs.web.urls import join

LONGEST_VALUE = 1_000
"""Characters of a robots tag that are read: a hundred times what one needs."""

# Directives that have a colon of their own, as the name of an agent has.
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_PREFIX = re.compile(r"\s*([A-Za-z][\w.-]*)\s*:")

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"(?:[^\"\\]|\\.)*\"|[^\s;,\"]+))?)*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]+)))?")


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
        Canonical("header", address)
        for href, parameters in _links(headers)
        if "canonical" in parameters.get("rel", "").lower().split() and (address := join(href, page_url)) is not None
    )


def hreflang_in(headers: Headers, page_url: str) -> tuple[tuple[str, str], ...]:
    """Each (language, address) of a `Link: <...>; rel="alternate"; hreflang="..."` header."""
    return tuple(
        (language, address)
        for href, parameters in _links(headers)
        if (language := parameters.get("hreflang", "").strip())
        and "alternate" in parameters.get("rel", "").lower().split()
        and (address := join(href, page_url)) is not None
    )


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


def _links(headers: Headers) -> Iterator[tuple[str, dict[str, str]]]:
    for value in header_values(headers, "link"):
        for href, parameters in _LINK.findall(value):
            named: dict[str, str] = {}
            for name, quoted, bare in _PARAMETER.findall(parameters):
                named.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) or bare)
            if "anchor" not in named:  # such a link speaks of another page
                yield href.strip(), named
