"""`snooze`, `unsnooze`, `accept`, `mark` and `remove`: what people decide about links and partner pages."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.changes import change, incidents_of, only_about
from bot.commands.asking import Ask, links_of, partners_of
from bot.commands.values import Accept, Mark, Ref, Remove, Snooze, Unsnooze
from bot.deps import Deps
from bot.messages.blocks import Message, code_box, date, line, note, rich, strong
from bot.messages.text import escape
from jobs import incidents
from jobs.durations import format_duration
from jobs.model.incident import Incident
from jobs.model.link import Link, Partner
from jobs.store.protocol import Write


async def snooze(command: Snooze, ask: Ask, deps: Deps) -> Message:
    """Say nothing about these for a while."""
    for partner in await partners_of(deps, ask, command.refs):
        if not await deps.store.incidents(channel=ask.channel, subject=partner.ref):
            return note(f"Nothing is open about {partner.ref}, so there is nothing to snooze.")
    until = deps.now() + command.wait
    await _decide(
        command.refs,
        ask,
        deps,
        lambda links, known: incidents.snooze(links, known, command.wait, ask.user, deps.now()),
    )
    words = f"{_named(command.refs)} snoozed for {format_duration(command.wait)}, until "
    return note(words, date(until), ". The looks go on.")


async def unsnooze(command: Unsnooze, ask: Ask, deps: Deps) -> Message:
    """Speak of these again."""
    await _decide(command.refs, ask, deps, lambda links, known: incidents.unsnooze(links, known, ask.user, deps.now()))
    return note(f"{_named(command.refs)}: the snooze is over.")


async def accept(command: Accept, ask: Ask, deps: Deps) -> Message:
    """Call what was found the new normal."""
    for partner in await partners_of(deps, ask, command.refs):
        await change(deps, partial(accept_partner, partner.id, ask.user, deps))
    await _decide(command.refs, ask, deps, lambda links, known: incidents.accept(links, known, ask.user, deps.now()))
    return note(f"{_named(command.refs)}: what was found is the new normal. It is not told again while it stays so.")


async def accept_partner(partner_id: int, by: str, deps: Deps) -> Write | None:
    """What makes a partner page's present links its baseline."""
    partner = await deps.store.partner(partner_id)
    if partner is None:
        return None
    page = await deps.store.page(partner.page_url)
    domains = page.facts.external_domains if page and page.facts else partner.baseline
    known = await deps.store.incidents(channel=partner.channel, subject=partner.ref)
    return incidents.accept_partner(partner, domains, known, by, deps.now())


async def mark(command: Mark, ask: Ask, deps: Deps) -> Message:
    """A person says what we cannot read."""
    for ref in command.refs:
        await _decide(
            [ref],
            ask,
            deps,
            lambda links, known: incidents.mark(links[0], known, ask.user, deps.now(), live=command.live),
        )
    state = "live" if command.live else "lost"
    again = "The next look that can read the page decides again."
    return note(f"{_named(command.refs)} marked as {state}, by you. {again}")


async def remove(command: Remove, ask: Ask, deps: Deps) -> Message:
    """Watch these no longer; the answer holds what brings them back."""
    gone: list[Link | Partner] = []

    async def decide() -> Write | None:
        links, partners = await links_of(deps, ask, command.refs), await partners_of(deps, ask, command.refs)
        gone[:] = [*links, *partners]
        return incidents.stop(links, partners, await _incidents(links, partners, deps), ask.user, deps.now())

    await change(deps, decide)
    words = f"No longer watched: {_named(command.refs)}."
    again = code_box("\n".join(_readd(each, deps.config.slack.command) for each in gone))
    return Message(escape(words), (rich(line(strong(words)), line("To watch it again:"), again),))


async def _incidents(links: Sequence[Link], partners: Sequence[Partner], deps: Deps) -> list[Incident]:
    found = await incidents_of(deps, links)
    for partner in partners:
        found += await deps.store.incidents(channel=partner.channel, subject=partner.ref)
    return found


def _readd(each: Link | Partner, command: str) -> str:
    if isinstance(each, Partner):
        return f"{command} partner add {each.page_url} max {each.max_outbound}"
    anchor = f' anchor "{each.expected.anchor}"' if each.expected.anchor else ""
    agreed = "".join(f" {rel}-ok" for rel in sorted(each.expected.rel))
    tags = "".join(f" tag:{tag}" for tag in sorted(each.tags))
    return f"{command} add {each.page_url} -> {each.target}{anchor}{agreed}{tags}"


async def _decide(
    refs: Sequence[Ref], ask: Ask, deps: Deps, act: Callable[[list[Link], list[Incident]], Write]
) -> None:
    """Do something about links and the incidents that are about them alone, and about partner pages' incidents."""

    async def decide() -> Write | None:
        links, partners = await links_of(deps, ask, refs), await partners_of(deps, ask, refs)
        known = only_about(await incidents_of(deps, links), links)
        for partner in partners:
            known += await deps.store.incidents(channel=partner.channel, subject=partner.ref)
        return act(links, known)

    await change(deps, decide)


def _named(refs: Sequence[Ref]) -> str:
    return ", ".join(map(str, refs))
