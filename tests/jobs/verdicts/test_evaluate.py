"""From a reading of a page to a judgement of a link, without a network."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobs.model.document import Place
from jobs.model.findings import Severity
from jobs.model.link import Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import FetchFailure, Headers, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Change, Evaluation, Policy, Probe
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.similarity import pack
from jobs.pages.what_it_is import ControlReadings
from jobs.verdicts.evaluate import Circumstances, evaluate, evaluate_target, question_about

NOW = datetime(2026, 5, 1, tzinfo=UTC)
URL = "https://blog.example/ridge"
TARGET = "https://shop.example/boots"
TEXT = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones in the village. " * 3
LINKED = f'<p>{TEXT} In the end we bought <a href="{TARGET}">good boots</a> and went on.</p>'
PLAIN = f"<p>{TEXT} In the end we bought good boots and went on.</p>"
CHALLENGE = '<title>Just a moment...</title><script>window._cf_chl_opt={}</script><div class="cf-turnstile"></div>'
LIVE = LinkStatus(LinkState.LIVE, since=NOW - timedelta(days=9))
LINK = Link(12, "C1", URL, TARGET, NOW - timedelta(days=30), LIVE)
PAGE = TrackedPage(URL, "blog.example", NOW)
HOST = HostState("blog.example", root_answers=True)


def reading(html: str, url: str = URL, *, link: Link = LINK, headers: Headers = ()) -> Reading:
    received = (("content-type", "text/html; charset=utf-8"), *headers)
    page = Page(url, url, 200, received, html.encode(), NOW)
    examined = extract(page, [question_about(link)])
    return Reading(Outcome.OK, "", examined.facts, received, "hash", None, page, examined)


def failed(outcome: Outcome, url: str = URL) -> Reading:
    failure = FetchFailure(url, outcome, "as the test says", NOW)
    return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)


def around(**more: object) -> Circumstances:
    return replace(Circumstances(PAGE, Policy(), {}, NOW), **more)  # type: ignore[arg-type]  # any of its fields


def looked(link: Link, seen: Reading, **more: object) -> Evaluation:
    return evaluate(link, seen, around(**more))


@pytest.mark.parametrize(
    ("seen", "state", "why"),
    [
        (reading(LINKED), LinkState.LIVE, "it is there"),
        (reading(PLAIN), LinkState.SUSPECT, "it is not"),
        (reading(CHALLENGE), LinkState.LIVE, "a challenge with status 200 says nothing"),
        (reading(CHALLENGE + LINKED), LinkState.LIVE, "a link that is found is there, whatever else the page holds"),
        (failed(Outcome.GONE), LinkState.SUSPECT, "a page that is gone has no link"),
        (failed(Outcome.TIMEOUT), LinkState.LIVE, "a time-out says nothing"),
        (failed(Outcome.TOO_COMPLEX), LinkState.LIVE, "what cannot be parsed says nothing"),
        (reading(LINKED.replace("<a ", '<a rel="nofollow" ')), LinkState.SUSPECT, "weakened, to be seen again"),
        (reading('<meta name="robots" content="noindex">' + LINKED), LinkState.SUSPECT, "the page is noindex"),
        (reading(LINKED, headers=(("x-robots-tag", "noindex"),)), LinkState.SUSPECT, "a header says so too"),
        (reading(LINKED.replace(TARGET, TARGET + "?utm_source=x#top")), LinkState.LIVE, "a variant is the same link"),
    ],
)
def test_what_a_reading_makes_of_a_live_link(seen: Reading, state: LinkState, why: str) -> None:
    assert looked(LINK, seen).after.standing.state is state, why


def test_the_company_of_a_link_and_its_language_are_notes() -> None:
    seen = reading(f'<html lang="de">{LINKED}<a href="https://best-casino.example/">casino</a>')
    after = looked(LINK, seen, our_languages={TARGET: "en-GB"}).after
    assert after.standing.state is LinkState.LIVE
    assert [note.kind for note in after.standing.notes] == ["bad_neighbours", "language_mismatch"]
    assert after.expected == looked(LINK, seen).after.expected, "the language of our page is no part of what was agreed"
    assert [note.kind for note in looked(LINK, seen).after.standing.notes] == ["bad_neighbours"]


def test_an_unreadable_page_leaves_what_was_seen_as_it_was() -> None:
    known = looked(LINK, reading(LINKED)).after
    assert looked(known, failed(Outcome.TIMEOUT)).after.sighting == known.sighting
    assert looked(known, reading(CHALLENGE)).after.sighting == known.sighting


def test_the_first_sighting_is_what_later_ones_are_held_against() -> None:
    first = looked(LINK, reading(LINKED)).after
    assert (first.expected.seen_anchor, first.expected.seen_place) == ("good boots", Place.BODY)
    later = looked(first, reading(LINKED.replace("good boots", "click here"))).after
    assert later.expected.seen_anchor == "good boots"


def test_an_agreed_nofollow_is_no_weakening() -> None:
    agreed = replace(LINK, expected=Expectation(rel=frozenset({"nofollow"})))
    html = LINKED.replace("<a ", '<a rel="nofollow" ')
    assert looked(agreed, reading(html)).after.standing.state is LinkState.LIVE


def test_severities_come_from_the_configuration() -> None:
    html = LINKED.replace("<a ", '<a rel="nofollow" ')
    lost = looked(LINK, reading(html), severities={"nofollow": Severity.LOST})
    assert lost.observation is not None
    assert lost.observation.present is False
    noted = looked(LINK, reading(html), severities={"nofollow": Severity.NOTE})
    assert noted.after.standing.state is LinkState.LIVE


def test_a_confirming_look_carries_the_probe() -> None:
    suspect = replace(LINK, standing=replace(LIVE, state=LinkState.SUSPECT, absences=3, next_look_at=NOW))
    up = ControlReadings(
        reading("<h1>Walking in the hills and other stories of ours</h1>").facts, failed(Outcome.GONE).facts
    )
    down = ControlReadings(failed(Outcome.TIMEOUT).facts, failed(Outcome.TIMEOUT).facts)
    assert Change.LOST in looked(suspect, reading(PLAIN), control=up, host=HOST).verdict.changes
    assert looked(suspect, reading(PLAIN), control=down, host=HOST).verdict.changes == ()
    assert looked(suspect, reading(PLAIN)).verdict.changes == ()


def test_a_dead_name_is_proved_by_a_canary_that_answers() -> None:
    suspect = replace(LINK, standing=replace(LIVE, state=LinkState.SUSPECT, absences=3, next_look_at=NOW))
    assert Change.LOST in looked(suspect, failed(Outcome.DNS_ERROR), canary_up=True).verdict.changes
    dead = looked(suspect, failed(Outcome.DNS_ERROR), canary_up=False)
    assert dead.observation is not None
    assert (dead.verdict.changes, dead.observation.probe) == ((), Probe.DOWN)


@pytest.mark.parametrize("state", [LinkState.NEW, LinkState.PENDING])
def test_a_name_that_nobody_ever_saw_answer_says_nothing_of_a_link_to_come(state: LinkState) -> None:
    """A slip of the pen reads like a page that is to be written."""
    added = replace(LINK, standing=LinkStatus(state, since=NOW - timedelta(days=9)))
    judged = looked(added, failed(Outcome.DNS_ERROR))
    assert (judged.after.standing.state, judged.after.standing.unknown_since) == (state, NOW)
    assert judged.after.sighting is None
    assert judged.verdict.changes == ()


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.SOFT_404, Outcome.PARKED])
def test_a_page_that_is_not_there_yet_makes_a_link_pending(outcome: Outcome) -> None:
    assert looked(replace(LINK, standing=LinkStatus()), failed(outcome)).after.standing.state is LinkState.PENDING


def test_a_look_by_hand_counts_only_when_it_was_the_page_s_turn() -> None:
    early = replace(PAGE, turn_at=NOW + timedelta(hours=5))
    due = replace(PAGE, turn_at=NOW - timedelta(minutes=1))
    assert looked(LINK, reading(PLAIN), page=early).after.standing.state is LinkState.LIVE
    assert looked(LINK, reading(PLAIN), page=due).after.standing.state is LinkState.SUSPECT


def test_in_a_storm_nothing_moves() -> None:
    assert looked(LINK, reading(PLAIN), trusted=False).after == LINK


@pytest.mark.parametrize(
    ("seen", "kinds", "why"),
    [
        (reading("<p>Boots for all weathers.</p>", TARGET), set(), "our page is well"),
        (failed(Outcome.GONE, TARGET), {"target_gone"}, "our page is gone"),
        (failed(Outcome.SERVER_ERROR, TARGET), {"target_error"}, "our page fails"),
        (failed(Outcome.BAD_HTTP, TARGET), {"target_error"}, "our page answers 799"),
        (failed(Outcome.TRUNCATED, TARGET), {"target_error"}, "our page breaks off"),
        (reading("<title>404 Not Found</title>", TARGET), {"target_gone"}, "our page says 200 and that it is gone"),
        (reading("<h1>This domain is for sale</h1><p>Buy this domain today.", TARGET), {"target_gone"}, "ours, parked"),
        (reading('<meta name="robots" content="noindex">', TARGET), {"target_noindex"}, "our page is noindex"),
    ],
)
def test_what_our_own_page_says(seen: Reading, kinds: set[str], why: str) -> None:
    judged = evaluate_target(LINK, seen, around())
    assert judged is not None
    assert {finding.kind for finding in judged.after.standing.unproven} == kinds, why


def test_a_block_of_our_own_page_concerns_only_us() -> None:
    assert evaluate_target(LINK, failed(Outcome.BLOCKED, TARGET), around()) is None
    assert evaluate_target(LINK, reading(CHALLENGE, TARGET), around()) is None, "nor is it a page that is well"


def test_the_evidence_shows_the_link_with_its_words_before_and_what_is_there_now() -> None:
    read = replace(PAGE, facts=reading(LINKED).facts)
    known = looked(LINK, reading(LINKED)).after
    judged = evaluate(known, reading(PLAIN, link=known), around(page=read, now=NOW + timedelta(days=1)))
    assert judged.seen_before is not None
    assert "we bought [good boots] and went on" in judged.seen_before.text
    assert judged.seen_before.text.startswith("… "), "a text that was cut begins with a whole word"
    assert f'In the end we bought <a href="{TARGET}">good boots</a> and went on.' in judged.seen_before.html
    assert judged.seen_now is not None
    assert judged.seen_now.status == 200
    assert "In the end we bought good boots and went on." in judged.seen_now.html


NOINDEX = '<meta name="robots" content="noindex">' + LINKED


def after_looks(*pages: Reading) -> list[Evaluation]:
    """A link that is new, and the looks at these readings, an hour and more apart."""
    link, page, judged = replace(LINK, standing=LinkStatus()), PAGE, list[Evaluation]()
    for number, seen in enumerate(pages):
        judged.append(evaluate(link, seen, around(page=page, now=NOW + timedelta(hours=2 * number))))
        link, page = judged[-1].after, replace(page, facts=seen.facts, headers=seen.headers)
    return judged


def test_the_proof_holds_the_lines_that_prove_it_and_those_before() -> None:
    by_header = reading(LINKED, headers=(("x-robots-tag", "noindex"),))
    proved = after_looks(reading(LINKED), reading(LINKED), by_header, by_header)[-1]
    assert proved.verdict.changes == (Change.WEAKENED,)
    assert proved.seen_before is not None
    assert proved.seen_now is not None
    assert (proved.seen_before.signals, proved.seen_now.signals) == ((), ("X-Robots-Tag: noindex",))


def test_a_page_that_never_was_as_agreed_has_no_before() -> None:
    first, second = after_looks(reading(NOINDEX), reading(NOINDEX))
    assert second.verdict.changes == (Change.WEAKENED,)
    assert (first.seen_before, second.seen_before) == (None, None)
    assert second.seen_now is not None
    assert second.seen_now.signals == ('<meta name="robots" content="noindex">',)


def test_of_a_link_that_never_was_as_agreed_it_is_shown_where_it_was_once_it_is_gone() -> None:
    gone = after_looks(reading(NOINDEX), reading(NOINDEX), reading(PLAIN))[-1]
    assert gone.verdict.changes == (Change.SUSPECT,)
    assert gone.seen_before is not None
    assert "[good boots]" in gone.seen_before.text


def test_what_stands_in_place_of_a_lost_link_is_quoted_in_whole_words() -> None:
    known = looked(LINK, reading(LINKED)).after
    read, later = replace(PAGE, facts=reading(LINKED).facts), NOW + timedelta(days=1)
    seen = evaluate(known, reading(PLAIN, link=known), around(page=read, now=later))
    assert seen.seen_now is not None
    words = seen.seen_now.text.removeprefix("… ").split()
    assert seen.seen_now.text.startswith("… ")
    assert words[0] in TEXT.split()


DOKUWIKI = '<meta name="generator" content="DokuWiki"><meta name="robots" content="noindex,nofollow">'


@pytest.mark.parametrize(
    ("html", "known", "passing", "why"),
    [
        (DOKUWIKI + LINKED, reading("<p>Older words.</p>").facts, True, "DokuWiki after an edit"),
        (DOKUWIKI + LINKED, None, True, "DokuWiki at the first check: nobody knows since when"),
        (DOKUWIKI + LINKED, reading(DOKUWIKI + LINKED).facts, False, "the text is as it was"),
        (DOKUWIKI.replace("DokuWiki", "Hugo") + LINKED, reading(PLAIN).facts, False, "other software does not"),
    ],
)
def test_a_wiki_keeps_a_page_from_the_index_for_some_days_after_an_edit(
    html: str, known: PageFacts | None, *, passing: bool, why: str
) -> None:
    sketch = pack(known.shingles) if known else ""
    judged = looked(LINK, reading(html), page=replace(PAGE, facts=known, good_sketch=sketch))
    assert judged.observation is not None
    assert [finding.passing for finding in judged.observation.findings] == [passing, passing], why
