"""What people do, apart from how it is asked for and put into words."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.permissions import Asker, NotAllowedError
from bot.access.viewer import directory_of
from bot.grammar.prospect_values import AddProspects, ProspectSaid, UndoProspect
from bot.operations import decide, edit, incidents, prospects
from bot.operations.change import change_telling
from bot.operations.check import silently
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from jobs.config import Config
from jobs.formats.sync.run import SyncParts
from jobs.model.link import Link, NewLink
from jobs.model.notice import DeliveryGuarantee
from jobs.model.operation import DecisionOutcome
from jobs.model.page import FetchFailure, FetchResult, Outcome, Validators
from jobs.model.partner import NewPartner
from jobs.model.prospect import NewProspect, Plan
from jobs.model.queries import ProspectQuery
from jobs.model.ref import link_ref, partner_ref, prospect_ref
from jobs.model.relevance import Relevance
from jobs.model.write import Write
from jobs.partners.audit import PageAudit
from jobs.prospects.look import Looked
from jobs.prospects.vetting import Vetted
from tests.tools import nouns
from tests.tools.clocks import HandClock
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, OTHER, PAGE, TARGET, Looks
from tests.tools.stores import open_store

MANAGER, READER = Asker(ADA, LINKS, at_home=True), Asker(BEN, LINKS, at_home=True)
WAIT = timedelta(days=3)
FIRST, PARTNER, PROSPECT = link_ref(1), partner_ref(1), prospect_ref(1)


@pytest.fixture
async def deps(tmp_path: Path) -> AsyncIterator[Deps]:
    """A store with a link in each of two channels, a partner page and a prospect; Slack is not asked for anything."""
    store, clock = await open_store(tmp_path), HandClock()
    client = AsyncWebClient(token="none")

    async def answers(url: str) -> bool:
        raise AssertionError(url)

    async def compare(page_url: str, target: str, _tracked: Sequence[str]) -> Relevance | FetchFailure:
        raise AssertionError(page_url, target)

    async def vet(*_asked: object) -> list[Vetted]:
        return []

    async def audit(page_url: str, _links: Sequence[Link]) -> PageAudit:
        return PageAudit(page_url)

    async def look_at(_page: str, _target: str) -> Looked:
        return Looked()

    async def download(url: str, _: Validators | None) -> FetchResult:
        return FetchFailure(url, Outcome.GONE, "gone", clock.now())

    for channel, page in ((LINKS, PAGE), (ACME, OTHER)):
        await store.add_link(NewLink(channel, page, TARGET), clock.now())
    await store.add_partner(NewPartner(LINKS, "https://friends.example/links", 100), clock.now())
    kept, _ = await store.add_prospect(NewProspect(LINKS, "https://kept.example/", Plan(notes="new")), clock.now())
    await store.write(Write(prospects=[replace(kept, before=Plan())]))
    yield Deps(
        config=Config.model_validate({"permissions": {"manage": [ADA]}}),
        store=store,
        client=client,
        now=clock.now,
        wake=lambda: None,
        wake_outbox=lambda: None,
        check_now=Looks(store, clock).look,
        answers=answers,
        relevance=compare,
        audit=audit,
        look_at=look_at,
        vet=vet,
        promise=lambda: DeliveryGuarantee.EXACTLY_ONCE,
        sync=SyncParts(store, download, clock),
        directory=directory_of(client, clock.now),
    )
    await store.close()


async def link_of(deps: Deps, number: int = 1) -> Link:
    link = await deps.store.link(number)
    assert link is not None
    return link


async def state_of(deps: Deps) -> tuple[object, ...]:
    """What the operations change."""
    kept = await deps.store.prospects(ProspectQuery())
    return await link_of(deps), await deps.store.partner(1), await deps.store.channel_settings(LINKS), kept


OPERATIONS: dict[str, Callable[[Asker, Deps], Awaitable[object]]] = {
    "snooze": lambda who, deps: decide.snooze([FIRST], WAIT, who, deps),
    "unsnooze": lambda who, deps: decide.unsnooze([FIRST], who, deps),
    "accept a link": lambda who, deps: decide.accept([FIRST], who, deps),
    "accept a partner page": lambda who, deps: decide.accept([PARTNER], who, deps),
    "unaccept": lambda who, deps: decide.unaccept([FIRST], who, deps),
    "mark": lambda who, deps: decide.mark([FIRST], who, deps, live=True),
    "remove": lambda who, deps: decide.remove([FIRST], who, deps),
    "edit a link": lambda who, deps: edit.edit_link(FIRST, lambda link: replace(link, owner=BEN), who, deps),
    "edit a partner page": lambda who, deps: edit.edit_partner(
        PARTNER, lambda partner: replace(partner, max_outbound=1), who, deps
    ),
    "choose settings": lambda who, deps: edit.choose_settings(
        lambda settings: replace(settings, hide_costs=True), who, deps
    ),
    "keep a prospect": lambda who, deps: prospects.add_prospects(AddProspects((PAGE,)), who, deps),
    "edit a prospect": lambda who, deps: prospects.edit_prospect(
        PROSPECT, ProspectSaid(notes="x"), who, deps, silently
    ),
    "say that a mail was sent": lambda who, deps: prospects.sent_mail(PROSPECT, who, deps),
    "remove a prospect": lambda who, deps: prospects.remove_prospect(PROSPECT, who, deps),
    "undo a prospect": lambda who, deps: prospects.undo_prospect(UndoProspect(PROSPECT), who, deps),
    "acknowledge": lambda who, deps: incidents.acknowledge(nouns.incident(1).id, who, deps),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
async def test_who_may_not_manage_changes_nothing(
    deps: Deps, operation: Callable[[Asker, Deps], Awaitable[object]]
) -> None:
    before = await state_of(deps)
    with pytest.raises(NotAllowedError):
        await operation(READER, deps)
    assert await state_of(deps) == before
    await operation(MANAGER, deps)


@pytest.mark.both_stores
async def test_of_several_what_can_be_done_is_done_and_each_is_accounted_for(deps: Deps) -> None:
    outcome = await decide.snooze([FIRST, PARTNER, link_ref(2), link_ref(99), FIRST], WAIT, MANAGER, deps)
    assert (outcome.done, outcome.idle, outcome.missing) == (("L-1",), ("P-1",), ("L-2", "L-99"))
    assert (await link_of(deps)).standing.snoozed_until == deps.now() + WAIT
    assert (await link_of(deps, 2)).standing.snoozed_until is None, "it is another channel's"


async def test_what_another_channel_tracks_is_not_here(deps: Deps) -> None:
    with pytest.raises(NotHereError) as missing:
        await decide.remove([link_ref(2)], MANAGER, deps)
    assert missing.value.refs == ("L-2",)
    assert await deps.store.link(2)


@pytest.mark.both_stores
async def test_what_is_removed_is_told_as_it_was(deps: Deps) -> None:
    before = await link_of(deps)
    outcome = await decide.remove([FIRST, PARTNER], MANAGER, deps)
    assert (outcome.links, outcome.done) == ((before,), ("L-1", "P-1"))
    assert await deps.store.link(1) is None


async def test_an_accepted_incident_is_open_again_once_that_is_revoked(deps: Deps) -> None:
    about = nouns.incident(1)
    await deps.store.write(Write(incidents=[replace(about, channel=LINKS)]))
    accepted = await incidents.accept(about.id, MANAGER, deps)
    assert accepted.incident
    assert not accepted.incident.status.is_open
    assert [link.ref for link in accepted.links] == ["L-1"]
    assert (await decide.unaccept_incident(about.id, MANAGER, deps)).done == ("L-1",)
    again = await deps.store.incident(about.id)
    assert again
    assert again.status.is_open
    assert await decide.unaccept_incident(about.id, MANAGER, deps) == DecisionOutcome(idle=("L-1",)), "nothing is left"


async def test_acknowledging_twice_changes_nothing_the_second_time(deps: Deps) -> None:
    about = replace(nouns.incident(1), channel=LINKS)
    await deps.store.write(Write(incidents=[about]))
    assert (await decide.acknowledge([FIRST], MANAGER, deps)).done == ("L-1",)
    again = await incidents.acknowledge(about.id, MANAGER, deps)
    assert (again.changed, again.incident and again.incident.holder) == (False, ADA)


@pytest.mark.both_stores
async def test_where_another_writes_in_between_the_outcome_is_of_what_got_through(deps: Deps) -> None:
    tries: list[str] = []

    async def decide_late() -> tuple[Write, str]:
        link = await link_of(deps)
        if not tries:  # somebody else is quicker, once
            await deps.store.write(Write(links=[replace(link, owner=BEN)]))
        tries.append(link.owner)
        return Write(links=[replace(link, tags=frozenset({"spring"}))]), link.owner

    assert await change_telling(deps, MANAGER, decide_late) == (True, BEN)
    assert tries == ["", BEN]
    both = await link_of(deps)
    assert (both.owner, both.tags) == (BEN, frozenset({"spring"}))
