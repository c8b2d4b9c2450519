"""A page that does not answer over https is tried over http once, and the other way round."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.access.permissions import Asker
from bot.operations.check import CHECKED_AT_ONCE
from bot.operations.edit import NotMovedError, edit_link
from bot.operations.tracked import NotHereError
from bot.request.deps import Deps
from jobs.checks.next_check import after_answer
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.ref import link_ref
from jobs.model.write import Write


async def with_answering_scheme(links: Iterable[Link], who: Asker, deps: Deps) -> Mapping[int, str]:
    """Have links that are new expected where their pages answer: by id, the addresses that did not.

    Nothing is tried for more pages than somebody waits for.
    """
    new, silent = list(links), dict[str, list[Link]]()
    pages = await deps.store.pages([link.page_url for link in new])
    for link in new:
        page = pages.get(link.page_url)
        if page and link.standing.is_unplaced and is_silent(page.last_outcome or Outcome.OK):
            silent.setdefault(page.url, []).append(link)
    tried = list(silent)[:CHECKED_AT_ONCE]
    answering = await asyncio.gather(*(deps.answers(other_scheme(url)) for url in tried))
    moved: dict[int, str] = {}
    for url in (url for url, answers in zip(tried, answering, strict=True) if answers):
        await _wait_no_longer(url, deps)
        for link in silent[url]:
            if await _expected_at(other_scheme(url), link, who, deps):
                moved[link.id] = url
    return moved


def is_silent(outcome: Outcome) -> bool:
    """Whether nobody answered though the name exists: another port may."""
    meaning = outcome.meaning
    return meaning.nobody_answered and not meaning.may_be_typo


def other_scheme(url: str) -> str:
    """The address with http in the place of https, and the other way round."""
    scheme, _, rest = url.partition("://")
    return f"{'http' if scheme == 'https' else 'https'}://{rest}"


async def _wait_no_longer(url: str, deps: Deps) -> None:
    """The host answers after all."""
    page = await deps.store.page(url)
    if page:
        await deps.store.write(Write(hosts=[after_answer(await deps.store.host(page.host))]))


async def _expected_at(url: str, link: Link, who: Asker, deps: Deps) -> bool:
    """Whether the link is expected there now; not where one is tracked there already, or it was removed meanwhile."""
    try:
        there = replace(who, channel=link.channel)
        await edit_link(link_ref(link.id), lambda known: replace(known, page_url=url), there, deps)
    except (NotMovedError, NotHereError):
        return False
    return True
