"""Keep, change, place, remove prospects, and undo that."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.access.permissions import Asker, require_manage
from bot.grammar.edit_values import Row
from bot.grammar.prospect_values import AddProspects, ProspectSaid, UndoProspect
from bot.operations.add import add_links
from bot.operations.change import change
from bot.operations.check import Wait
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from bot.request.destination import destination_here
from jobs.alerts.costs import as_shown as link_as_shown
from jobs.alerts.costs import hides_costs
from jobs.alerts.edits import plan_in_words
from jobs.model.event import Event
from jobs.model.operation import ProspectChange, ProspectDetails
from jobs.model.page import FetchFailure
from jobs.model.partner import ContactEvent, SiteContact
from jobs.model.prospect import NewProspect, Plan, Prospect, ProspectState
from jobs.model.queries import LinkQuery, ProspectQuery
from jobs.model.ref import Kind, Ref, prospect_ref
from jobs.model.terms import Terms
from jobs.model.write import Write
from jobs.prospects.look import Looked
from jobs.web.urls import is_on_site, registrable_domain

_MOST_TRACKED = 5


class TargetUnknownError(Exception):
    """A prospect was to count as placed, and nobody said what the link leads to."""

    def __init__(self, prospect: Prospect) -> None:
        super().__init__(prospect.ref)
        self.prospect = prospect


class DayOverError(Exception):
    """The next day of a prospect is over already; says so in words that go on from it."""


class OurPageError(Exception):
    """A page of our own was to be a prospect."""


class NothingToUndoError(Exception):
    """The prospect was never changed, or was changed again since."""


async def add_prospects(asked: AddProspects, who: Asker, deps: Deps) -> list[ProspectDetails]:
    """Keep the pages, read them, and give what is known; those that are known take on what is said of them.

    Raises NotAllowedError, OurPageError and DayOverError before anything is written.
    """
    require_manage(deps.config.permissions, who)
    ours = next((page for page in asked.pages if is_on_site(page, deps.config.our_sites)), None)
    if ours:
        raise OurPageError(ours)
    plan = _planned(asked.said, Plan(), deps)
    return list(await asyncio.gather(*(_add(page, plan, asked.said, who, deps) for page in asked.pages)))


async def _add(page: str, plan: Plan, said: ProspectSaid, who: Asker, deps: Deps) -> ProspectDetails:
    prospect, is_new = await deps.store.add_prospect(NewProspect(who.channel, page, plan, who.user), deps.now())
    is_changed = not is_new and await _change_plan(
        prospect_ref(prospect.id), lambda known: _planned(said, known, deps), who, deps
    )
    failure = await look_again(prospect_ref(prospect.id), who, deps)
    details = await prospect_details(prospect_ref(prospect.id), who, deps)
    return replace(details, failure=failure, is_new=is_new, is_changed=is_changed)


async def look_again(ref: Ref, who: Asker, deps: Deps) -> FetchFailure | None:
    """Read its page and ours, and keep what they say; why one could not be read, where one could not."""
    prospect = await prospect_at(ref, who, deps)
    target = _page_of_ours(prospect, deps)
    looked = await deps.look_at(prospect.page_url, target)

    async def decide() -> Write:
        return Write(prospects=[_with_look(await prospect_at(ref, who, deps), looked)])

    await change(deps, who, decide)
    return looked.failure


def _with_look(prospect: Prospect, looked: Looked) -> Prospect:
    """What could not be read anew stays as it was."""
    return replace(prospect, look=looked.page or prospect.look, fit=looked.fit or prospect.fit)


def _page_of_ours(prospect: Prospect, deps: Deps) -> str:
    """What its page is compared with: the target, or else our first site; empty where there is none."""
    named = prospect.plan.target or next(iter(deps.config.our_sites), "")
    return named if "//" in named or not named else f"https://{named}/"


async def edit_prospect(ref: Ref, said: ProspectSaid, who: Asker, deps: Deps, wait: Wait) -> ProspectChange:
    """What was said holds from now on; one that is placed becomes a tracked link.

    Raises NotHereError, DayOverError, and TargetUnknownError where it is placed and nobody said what it leads to.
    """
    before = await prospect_at(ref, who, deps)
    plan = _planned(said, before.plan, deps)
    is_placed_now = plan.state is ProspectState.PLACED and not before.is_placed
    link = await _placed(before, plan, who, deps, wait) if is_placed_now else None
    changed = await _change_plan(ref, lambda known: _planned(said, known, deps), who, deps, link)
    failure = await look_again(ref, who, deps) if plan.target != before.plan.target else None
    details = replace(await prospect_details(ref, who, deps), failure=failure)
    shown = replace(before.plan, cost=None) if details.cost_hidden else before.plan
    return ProspectChange(details, shown, changed)


async def _placed(prospect: Prospect, plan: Plan, who: Asker, deps: Deps, wait: Wait) -> int:
    """Track the link of a prospect, as agreed, and have its page checked; the id of the link."""
    if not plan.target:
        raise TargetUnknownError(prospect)
    known = await deps.store.link(prospect.link) if prospect.link is not None else None
    if known and known.target == plan.target:
        return known.id
    row = Row(prospect.page_url, plan.target, owner=plan.owner, terms=Terms(cost=plan.cost))
    added = await add_links([(row, destination_here(who, deps.config.permissions))], who, deps, wait)
    return added.links[0].link.id


async def _change_plan(ref: Ref, edit: Callable[[Plan], Plan], who: Asker, deps: Deps, link: int | None = None) -> bool:
    """Whether anything was changed; what was planned before is kept, so that this can be undone."""

    async def decide() -> Write | None:
        old = await prospect_at(ref, who, deps)
        plan = edit(old.plan)
        return _as_planned(old, plan, link or old.link, who, deps) if plan != old.plan else None

    return await change(deps, who, decide)


def _as_planned(old: Prospect, plan: Plan, link: int | None, who: Asker, deps: Deps) -> Write:
    now = deps.now()
    since = old.since if plan.state is old.plan.state else now
    planned = old.version + 1  # as it is once this is written
    new = replace(old, plan=plan, before=old.plan, since=since, link=link, removed_at=None, planned=planned)
    words = plan_in_words(old.plan, plan)
    return Write(prospects=[new], events=[Event(now, old.channel, old.ref, "edited", words, who.user)])


async def sent_mail(ref: Ref, who: Asker, deps: Deps) -> ProspectChange:
    """Keep that somebody wrote to its people, with the site too; one that was to contact is contacted."""
    tried: list[Prospect] = []  # as it was at each try; the last one holds

    async def decide() -> Write:
        old = await prospect_at(ref, who, deps)
        tried.append(old)
        wrote = Event(deps.now(), who.channel, registrable_domain(old.page_url), ContactEvent.WROTE.value, "", who.user)
        if old.plan.state is not ProspectState.TO_CONTACT:
            return Write(events=[wrote])
        write = _as_planned(old, replace(old.plan, state=ProspectState.CONTACTED), old.link, who, deps)
        return replace(write, events=[*write.events, wrote])

    await change(deps, who, decide)
    details, before = await prospect_details(ref, who, deps), tried[-1].plan
    shown = replace(before, cost=None) if details.cost_hidden else before
    return ProspectChange(details, shown, before.state is ProspectState.TO_CONTACT)


async def remove_prospect(ref: Ref, who: Asker, deps: Deps) -> Prospect:
    """It is a prospect no longer; it can be undone for some days."""

    async def decide() -> Write:
        old = await prospect_at(ref, who, deps)
        event = Event(deps.now(), old.channel, old.ref, "removed", "", who.user)
        return Write(prospects=[replace(old, removed_at=deps.now())], events=[event])

    await change(deps, who, decide)
    found = await deps.store.prospect(ref.number)
    assert found is not None, "a removed prospect is kept for some days"
    return found


async def undo_prospect(asked: UndoProspect, who: Asker, deps: Deps) -> ProspectDetails:
    """Take back the removal of a prospect, or else its last change; a link that was tracked meanwhile stays.

    Raises NotHereError, and NothingToUndoError where it was changed again since.
    """

    async def decide() -> Write:
        old = await _ever_at(asked.ref, who, deps)
        if asked.version not in (None, old.undone_by):
            raise NothingToUndoError
        if old.removed_at:
            if await deps.store.prospects(ProspectQuery(old.channel, page_url=old.page_url)):
                raise NothingToUndoError
            event = Event(deps.now(), old.channel, old.ref, "restored", "", who.user)
            return Write(prospects=[replace(old, removed_at=None)], events=[event])
        if old.before is None:
            raise NothingToUndoError
        return _as_planned(old, old.before, old.link, who, deps)

    await change(deps, who, decide)
    return await prospect_details(asked.ref, who, deps)


async def prospect_at(ref: Ref, who: Asker, deps: Deps) -> Prospect:
    """The prospect that a reference names; raises NotHereError where the channel has none of that name."""
    found = await _ever_at(ref, who, deps)
    if found.removed_at:
        raise NotHereError([ref])
    return found


async def _ever_at(ref: Ref, who: Asker, deps: Deps) -> Prospect:
    found = await deps.store.prospect(ref.number) if ref.kind is Kind.PROSPECT else None
    if found is None or found.channel != who.channel:
        raise NotHereError([ref])
    return found


async def prospect_details(ref: Ref, who: Asker, deps: Deps) -> ProspectDetails:
    """All that is known of a prospect, as its channel shows it; raises NotHereError."""
    prospect = await prospect_at(ref, who, deps)
    site = registrable_domain(prospect.page_url)
    kept = await deps.store.contacts(site)
    placed = prospect.link if prospect.is_placed else None
    link = await deps.store.link(placed) if placed is not None else None
    on_page = await deps.store.list_links(LinkQuery(who.channel, page_url=prospect.page_url), 0, _MOST_TRACKED)
    settings = await deps.store.channel_settings(who.channel)
    shown = await as_shown(prospect, deps)
    return ProspectDetails(
        shown,
        next((each for each in kept if each.channel == who.channel), SiteContact(who.channel, site)),
        is_unwanted=any(each.unwanted_since for each in kept),
        link=await link_as_shown(deps.store, link) if link else None,
        tracked=tuple([await link_as_shown(deps.store, each) for each in on_page.links if each.id != placed]),
        is_competitor=is_on_site(prospect.page_url, settings.competitors),
        cost_hidden=bool(prospect.plan.cost and not shown.plan.cost),
    )


async def as_shown(prospect: Prospect, deps: Deps) -> Prospect:
    """The prospect as its channel shows it: without its cost where that is hidden. Never to be written back."""
    if not await hides_costs(deps.store, prospect.channel):
        return prospect
    return replace(prospect, plan=replace(prospect.plan, cost=None))


def _planned(said: ProspectSaid, known: Plan, deps: Deps) -> Plan:
    try:
        return said.over(known, deps.now())
    except ValueError as error:
        raise DayOverError(str(error)) from None
