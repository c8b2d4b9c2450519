"""`python -m jobs audit L-3 | P-3 | SITE`: does a page deal honestly with our links? Each trick with its proof."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, partner_site, with_config, write_json, write_lines
from jobs.config import Config
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.model.ref import Kind, parse_ref
from jobs.partners.audit import PageAudit, audit_words, verdict_of
from jobs.store.errors import StoreDamagedError
from jobs.store.protocol import Store

EXIT_FOUND = 1
EXIT_NOTHING = 3
MOST_PAGES = 50
_SAYS = (
    "Look whether pages deal honestly with our links: robots.txt, noindex, nofollow by rel, meta and header; a link in "
    "a noscript, comment, script or frame alone; redirectors; orphans; links moved back or taken out alone; "
    "another page for other visitors. Each page is asked for in both of our forms, under our own name, and at most 60 "
    "pages of its site for the way from its home page. The bot may run meanwhile."
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is meant: one link, one partner page, or all that is tracked on a site."""

    kind: Kind | None
    number: int = 0
    site: str = ""


def main(arguments: Sequence[str]) -> int:
    """Audit: 0 nothing was found, 1 something was, 3 nothing could be read or is tracked, 78 wrong configuration."""
    made = parser("audit", _SAYS, "python -m jobs audit L-3")
    made.add_argument("what", type=_wanted, metavar="L-3|P-3|SITE", help="a link, a partner page, or a site")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _wanted(typed: str) -> _Wanted:
    ref = parse_ref(typed.upper())
    if ref and ref.kind in {Kind.LINK, Kind.PARTNER}:
        return _Wanted(ref.kind, ref.number)
    try:
        return _Wanted(None, site=partner_site(typed))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        audits = asyncio.run(_audit(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    if not audits:
        print("Nothing of that name is tracked.", file=sys.stderr)
        return EXIT_NOTHING
    if given.json:
        write_json([_as_json(each) for each in audits])
    else:
        write_lines([line for each in audits for line in (each.url, *(f"  {said}" for said in audit_words(each)))])
        write_lines([verdict_of(audits)])
    if any(each.found for each in audits):
        return EXIT_FOUND
    return EXIT_NOTHING if all(each.unread for each in audits) else 0


async def _audit(given: argparse.Namespace, config: Config) -> list[PageAudit]:
    from jobs.checks.audit_page import audit_page
    from jobs.pages.reader import open_reader
    from jobs.store.opening import open_store
    from jobs.units.clock import SystemClock

    store = await open_store(config, read_only=True)
    try:
        pages = await _pages(store, given.what, given.channel)
    finally:
        await store.close()
    clock = SystemClock()
    async with open_reader(config, clock) as reader:
        return [await audit_page(reader, clock, url, links) for url, links in list(pages.items())[:MOST_PAGES]]


async def _pages(store: Store, wanted: _Wanted, channel: str) -> Mapping[str, list[Link]]:
    """The pages that are meant, each with the links that should stand on it."""
    found: dict[str, list[Link]] = {}
    if wanted.kind is Kind.LINK:
        link = await store.link(wanted.number)
        found |= {link.page_url: [link]} if link and channel in {"", link.channel} else {}
    elif wanted.kind is Kind.PARTNER:
        partner = await store.partner(wanted.number)
        if partner and channel in {"", partner.channel}:
            query = LinkQuery(partner.channel, page_url=partner.page_url)
            found[partner.page_url] = await store.links(query)
    else:
        for link in await store.links(LinkQuery(channel or None, domain=wanted.site)):
            found.setdefault(link.page_url, []).append(link)
    return found


def _as_json(audit: PageAudit) -> Mapping[str, Any]:
    return {
        "page": audit.url,
        "unread": audit.unread,
        "points": [
            {"trick": each.trick.name.lower(), "link": each.link, "found": each.found, "proof": each.proof}
            for each in audit.points
        ],
    }
