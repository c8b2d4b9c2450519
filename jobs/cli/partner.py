"""`python -m jobs partner SITE`: what is known of a partner, also while the bot runs."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from jobs.cli.common import channel_argument, in_words, parser, partner_argument, with_config, write_json, write_lines
from jobs.config import Config
from jobs.exchanges.read import our_sites_of
from jobs.model.partner import ContactEvent
from jobs.model.ref import link_ref
from jobs.model.series import PageSeries
from jobs.model.terms import Money
from jobs.partners.read import read_partner
from jobs.partners.site import PartnerSite
from jobs.partners.wording import partner_words
from jobs.store.errors import StoreDamagedError

EXIT_NOTHING = 1
_SAYS = (
    "Say what is known of a partner's site: its links and what they cost, how long its links last, how often and how "
    "soon lost ones come back. The bot may run meanwhile. A channel that hides costs hides them here too."
)


def main(arguments: Sequence[str]) -> int:
    """Say it: 0 said, 1 nothing is known of the site, or the store cannot be read, 78 wrong configuration."""
    made = parser("partner", _SAYS, "python -m jobs partner blog.example --channel C0123456789")
    made.add_argument("site", type=partner_argument, metavar="SITE", help="the site, or any of its pages")
    made.add_argument("--channel", type=channel_argument, default="", help="the id of a channel; default: all of them")
    given = made.parse_args(arguments)
    return with_config(given, partial(_run, given))


def _run(given: argparse.Namespace, config: Config) -> int:
    try:
        partner = asyncio.run(_read(given, config))
    except (StoreDamagedError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return EXIT_NOTHING
    if not partner.is_known:
        where = f"channel {given.channel}" if given.channel else "any channel"
        print(f"Nothing on {partner.site} is tracked in {where}, or ever was.", file=sys.stderr)
        return EXIT_NOTHING
    if given.json:
        write_json(partner_facts(partner))
    else:
        write_lines(_lines(partner))
    return 0


async def _read(given: argparse.Namespace, config: Config) -> PartnerSite:
    from jobs.store.opening import open_store

    store = await open_store(config, read_only=True)
    try:
        channels = [given.channel] if given.channel else await store.channels()
        return await read_partner(store, given.site, channels, datetime.now(UTC), our_sites_of(config))
    finally:
        await store.close()


def _lines(partner: PartnerSite) -> list[str]:
    told = [f"{head}: {said}" for head, said in partner_words(partner)]
    bad = [f"{link.ref} {link.standing.state}: {link.page_url}" for link in partner.troubled]
    more = [f"and {partner.bad - len(bad)} more with trouble"] if partner.bad > len(bad) else []
    pages = [f"{page.ref} of {page.max_outbound} links at most: {page.page_url}" for page in partner.pages]
    return [partner.site, *told, *bad, *more, *pages]


def partner_facts(partner: PartnerSite) -> Mapping[str, Any]:
    """What is known of a site, as JSON takes it."""
    card = partner.card
    return {
        "site": partner.site,
        "links": {state.value: count for state, count in partner.states.items()},
        "unread": partner.unread,
        "troubled": [link.ref for link in partner.troubled],
        "pages": [page.page_url for page in partner.pages],
        "links_out": {url: _points(series) for url, series in partner.series.items()},
        "exchanges": {deal.ref: deal.state.value for deal in partner.deals},
        "placed": card.placed,
        "lasting": [{"days": each.days, "share": each.share, "known": each.known} for each in card.lasting],
        "losses": card.losses,
        "restored": card.restored,
        "days_until_restored": card.days_until_restored,
        "mailed": card.mailed,
        "restored_after_mail": card.restored_after_mail,
        "days_from_mail": card.days_from_mail,
        "written": sum(event.kind == ContactEvent.WROTE for event in partner.log),
        "answered": sum(event.kind == ContactEvent.ANSWERED for event in partner.log),
        "contact": partner.contact.contact if partner.contact else "",
        "do_not_contact": partner.is_unwanted,
        "paid": _money(partner.paid),
        "at_risk": _money(partner.at_risk),
        "per_month": _money(partner.per_month),
        "costs_hidden": partner.costs_hidden,
    }


def _points(series: PageSeries) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "day": point.day.isoformat(),
            "external": point.external,
            "followed": point.followed,
            "internal": point.internal,
            "domains": point.domains,
            "places": {place.value: count for place, count in point.places},
            "nofollow": point.nofollow,
            "share": point.share,
            "ours": {str(link_ref(spot.link)): [spot.position, spot.place.value] for spot in point.ours},
        }
        for point in series.points
    ]


def _money(costs: Sequence[Money]) -> Mapping[str, str]:
    return {money.currency: str(money.amount) for money in costs}
