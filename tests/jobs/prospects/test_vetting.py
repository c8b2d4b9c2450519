"""What is advised of real kinds of pages, against a list that was graded before any weight was set."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from jobs.config import Config
from jobs.model.link import NewLink
from jobs.model.page import Outcome
from jobs.model.relevance import Relevance
from jobs.model.write import Write
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR, Reading
from jobs.prospects.vet import ChannelKnown, SiteKnown, Vetting, known_of
from jobs.prospects.vetting import WEIGHTS, Advice, Against, Vetted
from jobs.relevance.compare_pages import compare_readings
from jobs.store.protocol import Store
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.tools.clocks import HandClock
from tests.tools.nouns import facts
from tests.tools.site import Answer, Sites
from tests.tools.stores import open_store

FOLDER = Path(__file__).parent / "vetting"
DOCUMENT = Path(__file__).parents[3] / "docs" / "vetting.md"
TODAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = "shop.example/pruning"
KAPPA = 0.6


def load(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


WORDS: Mapping[str, str] = load("words.yaml")
GRADED: list[dict[str, Any]] = load("graded.yaml")
SELLERS: list[str] = load("sellers.yaml")
COMPANY = ("casino-royal.example", "best-poker.example", "payday-loans.example", "viagra-now.example", "xxx.example")
MENU = "".join(f"<li><a href=/part-{number}>Part {number}</a>" for number in range(8))


SHARED = (
    "Perhaps of one owner with a partner of ours, a suspicion: vetted.example, partner.example share ids of analytics "
    "or ads (pub:pub-1234567890123456)."
)
NOTHING_KNOWN = SiteKnown()


@dataclass
class Bench:
    sites: Sites
    vetting: Vetting

    async def vetted(self, url: str, known: SiteKnown = NOTHING_KNOWN) -> Vetted:
        """One page, for a link to ours."""
        found = await self.vetting.pages([url], self.sites.url(OURS), ChannelKnown({"vetted.example": known}))
        assert isinstance(found, list), found
        return found[0]


async def compared(theirs: Reading, ours: Reading) -> Relevance:
    return compare_readings(theirs, ours)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = HandClock(TODAY)
    async with Sites() as sites, sites.session() as session, ParserPool(EXTRACTOR) as pages:
        reader = PageReader(session, sites.policy, RobotsFiles(session, sites.policy, clock.now, pages), pages, clock)
        sites[OURS] = page_of({"title": "How to prune", "about": ["ours"]})
        yield Bench(sites, Vetting(reader.read, compared, clock))


def page_of(page: Mapping[str, Any]) -> str:
    """The page that an entry of the list describes."""
    head = f"<title>{page['title']}</title>{page.get('head', '')}"
    if "day" in page:
        head += f'<meta property="article:modified_time" content="{page["day"]}T08:00:00+00:00">'
    text = "".join(f"<p>{WORDS[name]}</p>" for name in page["about"])
    links = [f'<a href="https://site-{number}.example/">site {number}</a>' for number in range(page.get("followed", 0))]
    links += [
        f'<a rel=nofollow href="https://other-{number}.example/">other {number}</a>'
        for number in range(page.get("nofollow", 0))
    ]
    links += [f'<a href="https://{name}/">our friends</a>' for name in islice(cycle(COMPANY), page.get("company", 0))]
    return (
        f"<!doctype html><html lang={page.get('lang', 'en')}><head>{head}</head><body><nav><ul>{MENU}</ul></nav><main>"
        f"<article><h1>{page['title']}</h1>{text}{page.get('said', '')}</article></main><p>{' '.join(links)}</p></body>"
    )


async def advice_on(bench: Bench, page: Mapping[str, Any]) -> Vetted:
    bench.sites["vetted.example/page"] = Answer(page_of(page), status=page.get("status", 200))
    known = SiteKnown(tracked_links=1) if page.get("ours") else NOTHING_KNOWN
    return await bench.vetted(bench.sites.url("vetted.example/page"), known)


def kappa(pairs: Counter[tuple[str, str]]) -> float:
    """Cohen's kappa of two graders: 0 is chance, 1 is always."""
    every = pairs.total()
    seen = sum(count for (one, other), count in pairs.items() if one == other) / every
    firsts, others = Counter[str](), Counter[str]()
    for (one, other), count in pairs.items():
        firsts[one] += count
        others[other] += count
    chance = sum(firsts[grade] * others[grade] for grade in firsts) / every**2
    return (seen - chance) / (1 - chance)


def test_kappa_is_cohens() -> None:
    assert kappa(Counter({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15})) == pytest.approx(0.4)


async def test_it_agrees_with_the_list_that_was_graded_first(bench: Bench) -> None:
    found = {page["name"]: await advice_on(bench, page) for page in GRADED}
    pairs = Counter((page["grade"], found[page["name"]].advice.value) for page in GRADED)
    differ = {
        page["name"]: (page["grade"], found[page["name"]].advice.value, found[page["name"]].reasons)
        for page in GRADED
        if page["grade"] != found[page["name"]].advice
    }
    assert kappa(pairs) >= KAPPA, differ
    assert pairs["avoid", "ask"] <= 1, "of pages to be avoided one may be asked, whose subject the score mistakes"


@pytest.mark.parametrize("said", SELLERS)
async def test_no_page_that_sells_links_is_to_be_asked(bench: Bench, said: str) -> None:
    page = {"title": "Our garden", "about": ["pruning", "tools"], "followed": 5, "day": "2026-10-10"}
    vetted = await advice_on(bench, page | {"said": f"<p>{said}</p>"})
    assert vetted.advice is Advice.AVOID
    assert vetted.reasons[0].why is Against.SELLS


async def test_reasons_come_in_order_of_weight(bench: Bench) -> None:
    page = {"title": "Cup night", "about": ["football"], "followed": 120, "day": "2012-01-01", "company": 1}
    vetted = await advice_on(bench, page)
    weights = [reason.points for reason in vetted.reasons]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) >= 4
    assert vetted.points == sum(weights)


async def test_pages_of_people_who_want_no_mail_are_avoided(bench: Bench) -> None:
    bench.sites["vetted.example/page"] = page_of(GRADED[0])
    vetted = await bench.vetted(bench.sites.url("vetted.example/page"), SiteKnown(is_unwanted=True))
    assert (vetted.advice, vetted.reasons[0].why) == (Advice.AVOID, Against.UNWANTED)


async def test_a_page_that_links_to_us_is_thought_of_twice(bench: Bench) -> None:
    page = GRADED[0] | {"said": f'<p><a href="{bench.sites.url(OURS)}">how to prune</a></p>'}
    vetted = await advice_on(bench, page)
    assert [reason.why for reason in vetted.reasons] == [Against.LINKS_ALREADY]


@pytest.mark.both_stores
@pytest.mark.parametrize(
    ("theirs", "is_said"),
    [("pub-1234567890123456", True), ("pub-6543210987654321", False)],
)
async def test_what_a_page_shares_with_partners_is_a_suspicion_that_names_it(
    bench: Bench,
    tmp_path: Path,
    theirs: str,
    is_said: bool,  # noqa: FBT001  # a table
) -> None:
    ads = f'<script async src="https://pagead2.example/js?client=ca-{theirs}"></script>'
    bench.sites["vetted.example/page"] = page_of(GRADED[0] | {"head": ads})
    url = bench.sites.url("vetted.example/page")
    store = await open_store(tmp_path)
    await track(store, "https://partner.example/links", "pub:pub-1234567890123456")
    await track(store, "https://ours.example/friends", "G:G-1", target="https://partner.example/")
    await track(store, "https://another.example/links", "pub:pub-1111111111111111")
    config = Config(our_sites=("ours.example",))
    known = await known_of(store, config, "C0LINKS", [url])
    others = await known_of(store, config, "C0OTHER", [url])
    await store.close()
    before, found = [await bench.vetting.pages([url], bench.sites.url(OURS), each) for each in (others, known)]
    assert isinstance(before, list)
    assert isinstance(found, list)
    new = [reason for reason in found[0].reasons if reason not in before[0].reasons]
    assert [(each.why, each.points) for each in new] == ([(Against.ONE_OWNER, 35)] if is_said else [])
    assert [each.words for each in new] == ([SHARED] if is_said else [])
    assert found[0].advice is (Advice.THINK_TWICE if is_said else Advice.ASK)


async def track(store: Store, url: str, owner_id: str, target: str = "https://ours.example/") -> None:
    """A page that was read, with a link."""
    link = await store.add_link(NewLink("C0LINKS", url, target), TODAY)
    kept = await store.page(url)
    assert link is not None
    assert kept is not None
    told = facts(url=url, owner_ids=(owner_id,))
    await store.write(Write(pages=[replace(kept, facts=told, last_outcome=Outcome.OK)]))


async def test_a_page_of_ours_that_cannot_be_read_is_told(bench: Bench) -> None:
    bench.sites[OURS] = Answer(status=503)
    found = await bench.vetting.pages([bench.sites.url("vetted.example/page")], bench.sites.url(OURS), ChannelKnown())
    assert isinstance(found, Reading)


@pytest.mark.both_stores
async def test_a_list_is_ranked_and_its_progress_told(bench: Bench) -> None:
    urls = []
    for number, name in enumerate(("crypto blog", "rose blog", "resource list")):
        place = f"vetted-{number}.example/"
        bench.sites[place] = page_of(next(page for page in GRADED if page["name"] == name))
        urls.append(bench.sites.url(place))
    steps: list[int] = []
    found = await bench.vetting.pages([*urls, urls[0]], bench.sites.url(OURS), ChannelKnown(), steps.append)
    assert isinstance(found, list)
    assert [each.page.url for each in found] == [urls[1], urls[2], urls[0]]
    assert steps == [1, 2, 3]


def test_the_document_shows_the_weights() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = [f"| {points} | {words} |" for points, words in WEIGHTS.values()]
    assert "\n".join(rows) in text, "\n".join(rows)
    weights = [points for points, _ in WEIGHTS.values()]
    assert weights == sorted(weights, reverse=True)
    assert set(WEIGHTS) == set(Against)
