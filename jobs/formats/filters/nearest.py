"""Filters that are almost one that leaves nothing: a mistyped name mended, or one thing less said (pure)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce

from jobs.formats.filters.link_filter import ALL_LINKS, LinkFilter
from jobs.units.typos import closest
from jobs.web.urls import is_on_site


def neighbours_of(asked: LinkFilter, tags: Collection[str], sites: Collection[str]) -> list[LinkFilter]:
    """The nearest first: with names that there are, then without one of the things that it says, the last first.

    `tags` and `sites` (registrable domains) are those that there are.
    """
    mended = _mended(asked, sorted(tags), sorted(sites))
    near = [mended] if mended != asked else []
    for base in (mended, asked):
        parts = base.parts()
        if len(parts) > 1:
            near += [_joined(part for part in parts if part != left_out) for left_out in reversed(parts)]
    return [each for each in dict.fromkeys(near) if each != ALL_LINKS]


def _mended(asked: LinkFilter, tags: list[str], sites: list[str]) -> LinkFilter:
    """With tags and sites that nobody has replaced by those that they were most likely meant to be."""
    return replace(
        asked,
        tags=frozenset(tag if tag in tags else closest(tag, tags) or tag for tag in asked.tags),
        partner=_known(asked.partner, sites),
        domain=_known(asked.domain, sites),
    )


def _known(name: str, sites: list[str]) -> str:
    return name if not name or is_on_site(name, sites) else closest(name, sites) or name


def _joined(parts: Iterable[LinkFilter]) -> LinkFilter:
    return reduce(LinkFilter.and_also, parts, ALL_LINKS)
