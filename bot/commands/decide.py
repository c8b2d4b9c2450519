"""`snooze`, `unsnooze`, `accept`, `unaccept`, `mark` and `remove`: what people decide about links and partner pages.

Where several are named, what can be done is done, and the answer says of each what became of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.grammar.as_command import add_line, partner_line
from bot.grammar.values import Accept, Mark, Remove, Snooze, Unaccept, Unsnooze
from bot.messages.answers.help import missing
from bot.messages.answers.terms import costs_left_out
from bot.messages.kit.blocks import Block, Message, Part, code_box, date, line, notes, rich, strong
from bot.messages.kit.controls import undo_accepting
from bot.messages.kit.views import channel_part
from bot.operations.change import change, incidents_of, only_about
from bot.request.ask import Request, found_of
from bot.request.deps import Deps
from jobs.alerts import decisions as incidents
from jobs.alerts.costs import hides_costs, without_cost
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.partner import Partner
from jobs.model.ref import Kind, Ref, link_ref
from jobs.model.write import Write
from jobs.units.durations import format_duration

Act = Callable[[Sequence[Link], Sequence[Partner], Sequence[Incident]], Write | None]
"""What is decided about links, partner pages and the incidents that are about them alone."""
Concerns = Callable[[Link | Partner, Sequence[Incident]], bool]
"""Whether there is anything to decide about one of them, given its open incidents."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of each reference."""

    done: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    """Those about which there was nothing to decide."""
    missing: tuple[str, ...] = ()
    """Those that the channel does not watch."""


async def snooze(command: Snooze, request: Request, deps: Deps) -> Message:
    """Say nothing about these for a while."""
    outcome = await _decide(
        command.refs,
        request,
        deps,
        lambda links, _, known: incidents.snooze(links, known, command.wait, request.user, deps.now()),
        lambda watched, known: isinstance(watched, Link) or bool(known),
    )
    words = f"{_named(outcome.done)} snoozed for {format_duration(command.wait)}, until "
    done: list[Part] = [words, date(deps.now() + command.wait), ". The looks go on."]
    return _told(outcome, done, f"Nothing is open about {_named(outcome.idle)}, so there is nothing to snooze.", deps)


async def unsnooze(command: Unsnooze, request: Request, deps: Deps) -> Message:
    """Speak of these again."""
    outcome = await _decide(
        command.refs,
        request,
        deps,
        lambda links, _, known: incidents.unsnooze(links, known, request.user, deps.now()),
        lambda watched, known: incidents.waits_for_snooze(watched, known, deps.now()),
    )
    done: list[Part] = [f"{_named(outcome.done)}: the snooze is over."]
    return _told(outcome, done, f"{_named(outcome.idle)}: no snooze was set.", deps)


async def accept(command: Accept, request: Request, deps: Deps) -> Message:
    """Call what was found the new normal."""
    found = await found_of(deps, request, command.refs)
    decide = {each.ref: partial(accept_partner, each.id, request.user, deps) for each in found.partners}
    done = [ref for ref, accepting in decide.items() if await change(deps, accepting)]
    if found.links:
        outcome = await _decide(
            [ref for ref in command.refs if ref.kind is Kind.LINK],
            request,
            deps,
            lambda links, _, known: incidents.accept(links, known, request.user, deps.now()),
            incidents.is_acceptable,
            alone=False,
        )
        done += outcome.done
    idle = tuple(ref for ref in found.refs if ref not in done)
    words = ": what was found is the new normal. It is not told again while it stays so; any other trouble is."
    outcome = _Outcome(tuple(done), idle, found.missing)
    undo = undo_accepting([link.ref for link in found.links if link.ref in done])
    nothing = f"Nothing is open about {_named(idle)}; nothing was changed."
    return _told(outcome, [_named(done), words], nothing, deps, undo)


async def unaccept(command: Unaccept, request: Request, deps: Deps) -> Message:
    """Take back what was accepted: it is open again, and looked at now."""
    found = await found_of(deps, request, command.refs)
    done = await take_back([link.id for link in found.links], request.user, deps)
    idle = tuple(ref for ref in found.refs if ref not in done)
    words = ": the acceptance is taken back. What was told is open again, and the page is looked at now."
    nothing = f"Nothing is accepted of {_named(idle)}; nothing was changed."
    return _told(_Outcome(done, idle, found.missing), [_named(done), words], nothing, deps)


async def take_back(numbers: Sequence[int], by: str, deps: Deps) -> tuple[str, ...]:
    """Take back all that was accepted of these links; the references of those of which anything was."""
    done: list[Link] = []

    async def decide() -> Write | None:
        links = [link for number in numbers if (link := await deps.store.link(number))]
        done[:] = [link for link in links if link.expected.accepted]
        known = await incidents_of(deps, done, only_open=False)
        return incidents.unaccept(done, known, by, deps.now())

    await change(deps, decide)
    for url in dict.fromkeys(link.page_url for link in done):
        await deps.store.due_now(url, deps.now())
    deps.wake()
    return tuple(link.ref for link in done)


async def accept_partner(partner_id: int, by: str, deps: Deps) -> Write | None:
    """What makes a partner page's present links its baseline; None where they are and nothing is open."""
    partner = await deps.store.partner(partner_id)
    if partner is None:
        return None
    page = await deps.store.page(partner.page_url)
    domains = frozenset(page.facts.external_domains) if page and page.facts else partner.baseline
    known = await deps.store.incidents(channel=partner.channel, subject=partner.ref)
    if not known and domains == partner.baseline:
        return None
    return incidents.accept_partner(partner, domains, known, by, deps.now())


async def mark(command: Mark, request: Request, deps: Deps) -> Message:
    """A person says what we cannot read."""
    found = await found_of(deps, request, command.refs)
    for link in found.links:
        await _decide(
            [link_ref(link.id)],
            request,
            deps,
            lambda links, _, known: incidents.mark(links[0], known, request.user, deps.now(), live=command.live),
        )
    outcome = _Outcome(tuple(link.ref for link in found.links), missing=found.missing)
    state = "live" if command.live else "lost"
    again = "The next look that can read the page decides again."
    return _told(outcome, [f"{_named(outcome.done)} marked as {state}, by you. {again}"], "", deps)


async def remove(command: Remove, request: Request, deps: Deps) -> Message:
    """Watch these no longer; the answer holds what brings them back."""
    gone: list[str] = []
    hidden = await hides_costs(deps.store, request.channel)
    left_out: list[Block] = []

    def stop(links: Sequence[Link], partners: Sequence[Partner], known: Sequence[Incident]) -> Write:
        shown = [without_cost(link) if hidden else link for link in links]
        gone[:] = [*map(add_line, shown), *map(partner_line, partners)]
        left_out[:] = costs_left_out() if shown != [*links] else []
        return incidents.stop(links, partners, known, request.user, deps.now())

    outcome = await _decide(command.refs, request, deps, stop, alone=False)
    again = code_box("\n".join(f"{deps.config.slack.command} {each}" for each in gone))
    words = f"To watch {'it' if len(gone) == 1 else 'them'} again"
    where: list[Part] = (
        [f"{words} in ", channel_part(request.channel), ":"] if request.channel[:1] in {"C", "G"} else [f"{words}:"]
    )
    back = rich(line(*where), again)
    return _told(outcome, [strong(f"No longer watched: {_named(outcome.done)}.")], "", deps, [back, *left_out])


def _told(outcome: _Outcome, done: Sequence[Part], idle: str, deps: Deps, then: Sequence[Block] = ()) -> Message:
    """One paragraph each for what was done, what there was nothing to do about, and what is not there."""
    said: list[Sequence[Part]] = [done] if outcome.done else []
    said += [[idle]] if outcome.idle else []
    said += [missing(outcome.missing, deps.config.slack.command)] if outcome.missing else []
    return notes(said, then=then)


async def _decide(
    refs: Sequence[Ref],
    request: Request,
    deps: Deps,
    act: Act,
    concerns: Concerns | None = None,
    *,
    alone: bool = True,
) -> _Outcome:
    """Decide about as many of the references as are there and concerned, in one write.

    `alone`: of incidents, about those only in which no other link still waits. Raises NotHereError where none is there.
    """
    outcome = _Outcome()

    async def decide() -> Write | None:
        nonlocal outcome
        found = await found_of(deps, request, refs)
        known = await _incidents(found.links, found.partners, deps)
        about = only_about(known, found.links) if alone else known
        links = [link for link in found.links if not concerns or concerns(link, _of(link, about))]
        partners = [partner for partner in found.partners if not concerns or concerns(partner, _of(partner, about))]
        done = (*(link.ref for link in links), *(partner.ref for partner in partners))
        idle = tuple(ref for ref in found.refs if ref not in done)
        outcome = _Outcome(done, idle, found.missing)
        chosen = only_about(about, links) if alone else about
        return act(links, partners, chosen) if done else None

    await change(deps, decide)
    return outcome


async def _incidents(links: Sequence[Link], partners: Sequence[Partner], deps: Deps) -> list[Incident]:
    found = await incidents_of(deps, links)
    for partner in partners:
        found += await deps.store.incidents(channel=partner.channel, subject=partner.ref)
    return found


def _of(watched: Link | Partner, known: Sequence[Incident]) -> list[Incident]:
    if isinstance(watched, Partner):
        return [incident for incident in known if incident.subject == watched.ref]
    return [incident for incident in known if watched.id in incident.members]


def _named(refs: Sequence[str]) -> str:
    return ", ".join(refs)
