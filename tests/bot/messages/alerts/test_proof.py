"""What an alert and its proof say of before and now: only what was seen."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.alerts.card import card
from bot.messages.alerts.proof import proof
from jobs.model.case import Case
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, Incident, IncidentKind, IncidentStatus
from jobs.model.site_ways import PageWay
from jobs.partners.ways import out_of_reach_as
from jobs.rules import outbound_over_limit
from tests.tools.nouns import MISSING, NOFOLLOW, PAGE, facts, incident, link, partner
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON

LATER = NOON + timedelta(hours=3)
OVER = outbound_over_limit.said(31, 20)
NOINDEX = Finding("noindex", Severity.WEAKENED, "It is noindex (meta robots).", "indexable", "noindex (meta robots)")
BEFORE = Evidence(NOON, PAGE, 200, text="we like [garden tools] a lot", signals=())
NOW = replace(BEFORE, at=LATER, signals=('<meta name="robots" content="noindex">', "X-Robots-Tag: noindex"))
WEAK = incident(12, kind=IncidentKind.WEAKENED, findings=(NOINDEX,), before=BEFORE, after=NOW)


def words_of(about: Incident) -> str:
    return read(sound(card(Case(about, (link(12),)), LATER)))


def test_the_proof_shows_the_line_that_proves_it_and_that_there_was_none() -> None:
    words = read(sound(proof(Case(WEAK))))
    before, _, now = words.partition("Now:")
    assert "It told search engines nothing: no robots tag, no canonical, no redirect." in before
    assert "What it told search engines" not in before
    assert '<meta name="robots" content="noindex">' in now
    assert "X-Robots-Tag: noindex" in now


def test_of_evidence_that_is_older_than_that_nothing_is_claimed() -> None:
    words = read(sound(proof(Case(replace(WEAK, before=None, after=replace(NOW, signals=None))))))
    assert ("told search engines" in words, "What it tells" in words) == (False, False)


@pytest.mark.parametrize(("before", "expected"), [(BEFORE, "Was:  indexable"), (None, "Expected:  indexable")])
def test_was_is_said_of_what_was_seen(before: Evidence | None, expected: str) -> None:
    words = words_of(replace(WEAK, before=before))
    assert expected in words
    assert ("Was:" in words) is (before is not None)


OTHER = replace(NOW, text="we now like [red shoes] less")
LOST = replace(WEAK, kind=IncidentKind.LOST, findings=(MISSING,), after=replace(NOW, text="we like garden tools a lot"))


@pytest.mark.parametrize(
    ("about", "name", "reason"),
    [
        (WEAK, "Where it stands", "the link is there as it was, the page is noindex"),
        (replace(WEAK, findings=(NOFOLLOW,), after=OTHER), "Now", "it reads otherwise"),
        (LOST, "It was here", "it is gone"),
        (replace(LOST, status=IncidentStatus.ACCEPTED, closed_at=LATER), "It was here", "it is gone still"),
        (replace(LOST, status=IncidentStatus.RECOVERED, closed_at=LATER, after=NOW), "Where it stands", "it is back"),
        (
            replace(LOST, status=IncidentStatus.RECOVERED, closed_at=LATER, after=OTHER),
            "Now",
            "it is back in other words",
        ),
        (replace(WEAK, status=IncidentStatus.RECOVERED, closed_at=LATER), "Where it stands", "it never went"),
    ],
)
def test_the_one_quote_of_a_card_is_called_what_it_is(about: Incident, name: str, reason: str) -> None:
    blocks = sound(card(Case(about, (link(12),)), LATER)).blocks
    quoted = [part for block in blocks for part in block.get("elements", []) if part["type"] == "rich_text_quote"]
    assert [part["elements"][0]["text"] for part in quoted] == [f"{name}: "], reason


def test_the_quote_holds_the_link_where_the_page_has_brackets_of_its_own() -> None:
    passage = f"as told [1] {'and told again ' * 12}we like [garden tools] a lot"
    about = replace(LOST, before=replace(BEFORE, text=passage))
    assert "we like [garden tools] a lot" in words_of(about)


def test_the_proof_has_whole_addresses_both_readings_and_what_to_do() -> None:
    long = f"https://blog.example/{'a/' * 100}post"
    words = read(sound(proof(Case(replace(LOST, after=OTHER), (link(12, page_url=long),)))))
    for said in (long.removeprefix("https://"), "we like [garden tools] a lot", "we now like [red shoes] less"):
        assert said in words
    assert "Ask the site whether it was taken out on purpose" in words


def test_of_an_exchange_the_proof_is_that_of_its_links() -> None:
    deal = incident(kind=IncidentKind.BREACH, subject="X-2", findings=(), before=None, after=None)
    words = read(sound(proof(Case(replace(deal, members=()), parts=(LOST,)))))
    assert "L-12" in words
    assert "we like [garden tools] a lot" in words
    assert "No proof was kept" not in words


def test_the_card_of_a_page_names_five_new_sites_and_its_proof_thirty() -> None:
    new = tuple(sorted(f"a-shop-with-a-rather-long-name-{number}.example" for number in range(30)))
    seen = facts(followed_external=31, external_domains=(*new, "old.example"))
    crowded = replace(WEAK, kind=IncidentKind.PARTNER_OVER_LIMIT, findings=(OVER,), before=None, after=None, members=())
    case = Case(crowded, (), partner(outbound=31, max_outbound=20), seen)
    on_card, in_proof = (read(sound(made)) for made in (card(case, LATER), proof(case)))
    assert sum(domain in on_card for domain in new) == 5
    assert sum(domain in in_proof for domain in new) == 30


def test_the_proof_of_a_page_out_of_reach_shows_the_way_before_and_when_the_home_page_was_read() -> None:
    home, page = "https://friends.example/", "https://friends.example/links"
    found, missed, gone = NOON - timedelta(days=33), NOON - timedelta(days=1), NOON + timedelta(hours=1)
    way = PageWay(page, (home, f"{home}all", page), found, missed_at=missed, gone_at=gone, gone_pages=23)
    told = out_of_reach_as(way)
    assert told is not None
    about = replace(WEAK, kind=IncidentKind.PARTNER_OVER_LIMIT, findings=(told,), before=None, after=None, members=())
    shown = proof(Case(about, (), partner(page_url=page), way=way))
    words = read(sound(shown))
    assert "friends.example → friends.example/all → friends.example/links" in " ".join(words.split())
    assert "No proof" not in words
    assert "23 the last time" in words
    times = [int(each) for each in re.findall(r"'timestamp': (\d+)", str(shown.blocks))]
    assert times == [int(at.timestamp()) for at in (found, missed, gone)]
