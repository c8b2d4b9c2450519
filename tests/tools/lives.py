"""The life of one link: its page is well for a day, then becomes something else, and twelve days go by.

All on a clock turned by hand, and on loopback: `https://NAME.example` in an answer or a target is the site of that
name there. What nobody says otherwise is as on a plain site: a home page, and 404 for every path that there is not.
"""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from multidict import CIMultiDict

from jobs.model.link import NewLink
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.reading import Match
from tests.tools.site import Answer, Answering, Asked, Sites
from tests.tools.world import World, open_world

HOST = "acme.example"
PAGE = "https://acme.example/walk"
TARGET = "https://ours.example/guide"
DAYS = 12
"""As long as a page that is another one now takes to be told, and some."""
_AT_ONCE = 6
"""Lives that are led beside each other: each waits for a process that reads its pages."""
_STEP = timedelta(hours=2)
_TALE = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3
_HOME = (
    "<title>Acme</title><h1>Walking</h1><p>Stories from the hills, and the people who write them down. "
    "We have many tales for you to read.</p>"
)
_SITE = re.compile(r"https://([a-z.-]+\.example)(?![a-z.])")

_WHENCE = frozenset({"ref", "utm_source", "utm_medium"})
"""Parameters that our own site takes no notice of."""

Answers = Callable[[Asked], Answer]
"""What a path answers, by what was asked."""


@dataclass(frozen=True, slots=True)
class Becomes:
    """What the web is after a day."""

    name: str
    paths: Mapping[str, Mapping[str, Answers]]
    """By host and path; `*` is every path that is not named, but for robots.txt."""
    page: str = PAGE
    target: str = TARGET
    before: str = ""
    """The page while it was well; empty: the usual one."""
    home: str = _HOME
    """The partner's home page while it was well."""
    anchor: str = "good boots"


@dataclass(frozen=True, slots=True)
class Life:
    """What the bot made of it."""

    state: LinkState
    outcome: Outcome | None
    """How the last look at the page ended."""
    kinds: frozenset[str]
    """Findings that are open or in doubt, and notes."""
    match: Match | None
    told: Mapping[str, timedelta] = field(default_factory=dict)
    """Kinds of incidents, each with how long after the change the first was told."""
    asked: Collection[str] = ()
    """Places that were asked for, as `host/path`."""


async def lead(lives: Iterable[Becomes], days: int = DAYS) -> dict[str, Life]:
    """Each life by its name."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(life: Becomes) -> tuple[str, Life]:
        async with turns:
            return life.name, await _lead(life, days)

    return dict(await asyncio.gather(*map(one, lives)))


async def _lead(life: Becomes, days: int) -> Life:
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder)) as world:
            return await _watched(world, life, days)


async def _watched(world: World, life: Becomes, days: int) -> Life:
    sites, clock = world.sites, world.clock
    before = life.before or _well(life)
    _put(sites, life.page, lambda _: Answer(before))
    _put(sites, f"https://{HOST}/", lambda _: Answer(life.home))
    _put(sites, life.target, lambda asked: _ours(asked, life.target))
    page, target = _here(life.page, sites), _here(life.target, sites)
    link, _ = await world.store.add_link(NewLink("C1", page, target), clock.now())
    await world.dispatcher.run_due()
    assert (await world.link(link.id)).standing.state is LinkState.LIVE, f"{life.name}: it was well at first"
    sites.pages = _Web(sites, life)
    start, told = clock.now(), dict[str, datetime]()
    while clock.now() - start < timedelta(days=days):
        await world.pass_time(_STEP)
        told |= {each.kind.value: clock.now() for each in await world.incidents() if each.kind.value not in told}
    link = await world.link(link.id)
    known = await world.store.page(link.page_url)
    standing, best = link.standing, link.sighting.best if link.sighting else None
    return Life(
        standing.state,
        known.last_outcome if known else None,
        frozenset(each.kind for each in (*standing.open, *standing.unproven, *standing.notes)),
        best.match if best else None,
        {kind: at - start for kind, at in told.items()},
        frozenset(each.place for each in sites.asked),
    )


def _well(life: Becomes) -> str:
    return f'<title>A walk</title><p>{_TALE}</p><p>We bought <a href="{life.target}">{life.anchor}</a>.</p>'


def _put(sites: Sites, url: str, answers: Answers) -> None:
    parts = urlsplit(url)
    sites[f"{parts.netloc}{parts.path}"] = _from(answers, sites)


def _from(answers: Answers, sites: Sites) -> Callable[[Asked], Awaitable[Answer]]:
    async def answer(asked: Asked) -> Answer:
        given = answers(asked)
        text = given.text if isinstance(given.text, bytes) else given.text.encode()
        headers = CIMultiDict((name, _here(value, sites)) for name, value in given.headers.items())
        return Answer(_here(text.decode("latin-1"), sites).encode("latin-1"), given.status, headers)

    return answer


def _here(text: str, sites: Sites) -> str:
    """The text with each made-up site as it is reached on loopback, escaped forms of our own address too."""
    ours = sites.url("ours.example/")[:-1]
    text = text.replace(quote("https://ours.example", safe=""), quote(ours, safe=""))
    text = text.replace("https-3A__ours.example", quote(ours, safe="").replace("%", "-").replace("-2F", "_"))
    return _SITE.sub(lambda found: sites.url(f"{found[1]}/")[:-1], text)


def _ours(asked: Asked, target: str) -> Answer:
    """Our own site: the page that is linked, however its address is written, and another one for other questions."""
    path, mark, query = asked.place.removeprefix("ours.example").partition("?")
    wanted = urlsplit(target)
    if path.replace("//", "/") != wanted.path:
        return Answer("not found", 404)
    canonical = f"<link rel=canonical href='{target}'>"
    if _parameters(query) == _parameters(wanted.query):
        return Answer(f"<title>Guide</title>{canonical}<h1>Guide</h1><p>Boots for all weathers.")
    return Answer(f"<title>Search</title><h1>Search</h1><p>Nothing was found for {path}{mark}{query}: try other words.")


def _parameters(query: str) -> list[tuple[str, str]]:
    return sorted((key, value) for key, value in parse_qsl(query) if key not in _WHENCE)


class _Web(dict[str, Answering]):
    """The sites once the page has changed."""

    def __init__(self, sites: Sites, life: Becomes) -> None:
        super().__init__(sites.pages)
        self._sites = sites
        self._life = life

    def get(self, place: str, default: Answering | None = None) -> Answering | None:  # type: ignore[override]
        """What `host/path` answers now."""
        host, _, path = place.partition("/")
        paths = self._life.paths.get(host, {})
        plain = path.partition("?")[0]
        answers = paths.get(f"/{path}") or paths.get(f"/{plain}") or (paths.get("*") if plain != "robots.txt" else None)
        if answers is not None:
            return _from(answers, self._sites)
        if host == "ours.example":
            return _from(lambda asked: _ours(asked, self._life.target), self._sites)
        return super().get(place, default)
