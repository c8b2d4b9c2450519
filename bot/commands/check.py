"""`check` and `relevance`: what is read now, and what was seen."""

from collections import Counter
from collections.abc import Sequence

from bot.access.permissions import may_manage
from bot.grammar.as_command import written
from bot.grammar.values import Check, CheckFrom, Compare
from bot.messages.answers.bulk import nothing_fits
from bot.messages.answers.checked import check_answer, not_tracked
from bot.messages.answers.checked_from import checked_from, no_regions
from bot.messages.answers.help import not_understood
from bot.messages.answers.reachability import not_all_here
from bot.messages.answers.relevance import comparing, relevance_failed, relevance_report
from bot.messages.kit.blocks import Message, note
from bot.operations import check as checking
from bot.operations.bulk import nearest
from bot.operations.other_scheme import is_silent, other_scheme
from bot.operations.tracked import link_of, partner_of
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.post_access import Sharing
from jobs.exchanges.sides import owed_by_us
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.operation import CheckOutcome
from jobs.model.page import FetchFailure
from jobs.model.queries import ExchangeQuery, LinkQuery
from jobs.model.ref import Kind, Ref
from jobs.model.relevance import Relevance

_LINKS_LOOKED_AT = 1_000
"""For their targets: enough to find those that matter."""


async def check(command: Check, request: Request, deps: Deps) -> Message:
    """Check now, and show what was seen; what it changes is told as ever."""
    who, wait, name = request.asker, request.answer.while_checking, deps.config.slack.command
    if command.everything:
        return await _check_all(request, deps)
    if command.links is not None:
        return await _check_filter(command.links, request, deps)
    if not command.place:
        return check_answer(await checking.check(command.refs, who, deps, wait), deps.now(), name)
    seen = await checking.check_place(command.place, who, deps, wait)
    if seen == CheckOutcome():
        return not_tracked(command.place, name, may_manage=may_manage(deps.config.permissions, who))
    return check_answer(seen, deps.now(), name)


async def _check_filter(links: LinkFilter, request: Request, deps: Deps) -> Message:
    seen = await checking.check_filter(links, request.asker, deps, request.answer.while_checking)
    if seen == CheckOutcome():
        return nothing_fits(links, await nearest(links, request.asker, deps), "checked")
    return check_answer(seen, deps.now(), deps.config.slack.command)


async def _check_all(request: Request, deps: Deps) -> Message:
    place = await deps.directory.channels.place(request.channel)
    if place.sharing is not Sharing.OURS:
        return not_all_here(place)
    seen = await checking.check_all(request.asker, deps, request.answer.while_checking)
    if seen == CheckOutcome():
        return note("Nothing is tracked in this channel yet.")
    return check_answer(seen, deps.now(), deps.config.slack.command)


async def check_from(command: CheckFrom, request: Request, deps: Deps) -> Message:
    """What other regions see of the pages now; it changes nothing of what is known of the links."""
    wait = request.answer.while_checking
    seen = await checking.check_from(command.refs, command.regions, request.asker, deps, wait)
    return checked_from(seen, deps.config.slack.command) if seen else no_regions()


async def relevance(command: Compare, request: Request, deps: Deps) -> Message:
    """The report, or which page could not be read."""
    if command.ref:
        command = await _with_pages(command.ref, command, request, deps)
    tracked = await _tracked(request.channel, deps)
    target = command.target or ("" if tracked else first_site(deps))
    if not target and not tracked:
        why = "Name our page too, or set our_sites in the configuration."
        example = "relevance https://blog.example/post https://ours.example/shop"
        return not_understood(deps.config.slack.command, "", why, example, f"relevance {written(command.page)}")
    found = await request.answer.while_waiting(_compared(command.page, target, tracked, deps), comparing())
    if isinstance(found, FetchFailure):
        return relevance_failed(found)
    target = target or found.ours.url
    page, ours = written(command.page), written(target)
    manages = may_manage(deps.config.permissions, request.asker)
    known = await deps.store.links(LinkQuery(request.channel, page_url=command.page, target=target)) if manages else []
    adding = f"add {page} -> {ours}" if manages and not known else ""
    return relevance_report(found, f"relevance {page} {ours}", adding, next(iter(known), None))


async def _compared(page: str, target: str, tracked: Sequence[str], deps: Deps) -> Relevance | FetchFailure:
    """The report; an address that does not answer is tried under the other scheme once."""
    found = await deps.relevance(page, target, tracked)
    if not isinstance(found, FetchFailure) or not is_silent(found.outcome):
        return found
    other = other_scheme(found.url)
    if not await deps.answers(other):
        return found
    page, target = (other if each == found.url else each for each in (page, target))
    return await deps.relevance(page, target, tracked)


async def _with_pages(ref: Ref, command: Compare, request: Request, deps: Deps) -> Compare:
    """With the page of what was named, and the target of a link where no other was; raises NotHereError."""
    if ref.kind is Kind.PARTNER:
        return Compare((await partner_of(ref, request.asker, deps)).page_url, command.target)
    link = await link_of(ref, request.asker, deps)
    return Compare(link.page_url, command.target or _as_page(link.target))


async def _tracked(channel: str, deps: Deps) -> list[str]:
    """Our pages that the channel's links lead to, those of most links first; what we owe in a deal leads elsewhere."""
    links = (await deps.store.list_links(LinkQuery(channel), 0, _LINKS_LOOKED_AT)).links
    given = owed_by_us(await deps.store.exchanges(ExchangeQuery(channel)))
    led_to = Counter(_as_page(link.target) for link in links if link.id not in given)
    return [target for target, _ in led_to.most_common()]


def _as_page(target: str) -> str:
    """A target as an address: of a site its home page."""
    return target if "//" in target else f"https://{target}/"


def first_site(deps: Deps) -> str:
    """The home page of our first site, as the configuration has it; empty where it has none."""
    sites = deps.config.our_sites
    if not sites:
        return ""
    return _as_page(sites[0])
