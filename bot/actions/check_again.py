"""Look again at what an alert is about, and tell whoever asked what was seen, also where nothing changed."""

from collections.abc import Sequence

from bot.actions.click import Click
from bot.commands.add import CHECKED_AT_ONCE, check_pages
from bot.commands.look import check_in_steps, check_these
from bot.messages.answers.checked import after_the_check, our_pages_checked
from bot.messages.kit.blocks import Message
from bot.request.deps import Deps
from jobs.alerts.cases import partner_of
from jobs.model.incident import Incident, IncidentKind
from jobs.model.link import Link


async def check(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Check again; of very many pages a message shows how far it is."""
    links, partner = await links_of(incident, deps), await partner_of(deps.store, incident)
    partners = [partner] if partner else []
    of_ours = incident.kind is IncidentKind.TARGET
    urls = [link.target if of_ours else link.page_url for link in links] + [each.page_url for each in partners]
    pages = list(dict.fromkeys(urls))
    if len(pages) > CHECKED_AT_ONCE:
        place = await deps.directory.channels.place(click.request.channel)
        return await check_in_steps(pages, click.request, deps, place.reach)
    told = await (_look_at_ours(pages, click, deps) if of_ours else check_these(links, partners, click.request, deps))
    return told.with_blocks([after_the_check(incident, await deps.store.incident(incident.id))])


async def links_of(incident: Incident, deps: Deps) -> list[Link]:
    """Its links that are not well again."""
    waiting = [member for member in incident.members if member not in incident.recovered]
    return [link for member in waiting if (link := await deps.store.link(member))]


async def _look_at_ours(pages: Sequence[str], click: Click, deps: Deps) -> Message:
    """Look at pages of our own site; a bare domain is none."""
    for url in pages:
        await deps.store.due_now(url, deps.now())
    await check_pages(deps, click.request, pages)
    return our_pages_checked([page for url in pages if (page := await deps.store.page(url))], deps.now())
