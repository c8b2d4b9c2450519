"""A page is read again without working out what rests on the same as before, and says what a whole reading says."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from jobs.bench._made_pages import CHANGING, COUNTED, TARGET, made_pages
from jobs.model.page import Page
from jobs.pages.asked import Extracted, LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.page_facts import Kept, kept_of
from jobs.pages.similarity import SKETCH_SIZE, pack
from jobs.web.html import walk
from jobs.web.html.css import cascade
from jobs.web.html.surroundings import Surroundings
from tests.parity.hiding import pages as hiding_pages
from tests.tools.times import NOON

URL = "https://partner.example/some/page.html"
MADE = [made.body for made in made_pages(16) if made.truth.present and len(made.body) < 90_000]
HIDING = [each.body.encode() for each in hiding_pages()][::12]
OFFER = b"<p>Buy dofollow backlinks here</p>"
LINK = f'href="{TARGET}'.encode()

Change = Callable[[bytes], bytes]


def in_front(piece: bytes) -> Change:
    return lambda body: body.replace(b"<body", piece + b"<body", 1)


def at_end(piece: bytes) -> Change:
    return lambda body: body.replace(b"</body>", piece + b"</body>") if b"</body>" in body else body + piece


def instead(old: bytes, new: bytes) -> Change:
    return lambda body: body.replace(old, new)


CHANGES: dict[str, Change] = {
    "nothing": lambda body: body,
    "a nonce in a script and a form": instead(CHANGING, b"n0nce-at-each-answer-4711"),
    "a counter in the text": instead(COUNTED, b"4711-readers"),
    "nofollow": instead(LINK, b'rel="nofollow" ' + LINK),
    "another address of the same page": instead(LINK, LINK + b"?utm_source=x"),
    "no link any more": instead(LINK, LINK.replace(b"ours", b"theirs")),
    "the link is gone with its words": lambda body: body[: body.find(LINK) - 300] + body[body.find(LINK) + 300 :],
    "a rule that hides every link": in_front(b"<style>a{display:none}</style>"),
    "a rule that hides the first of its kind": in_front(b"<style>p:first-child{display:none}</style>"),
    "a rule that hides what stands beside a list": in_front(b"<style>ul + * , .menu ~ *{visibility:hidden}</style>"),
    "a rule that asks what is inside": in_front(b"<style>p:has(a), div:has(a){display:none}</style>"),
    "a body that is hidden": instead(b"<body", b"<body style='display:none'"),
    "a sheet in a file": in_front(b"<link rel=stylesheet href=/x.css>"),
    "another link to our page, better than the first": at_end(b"<main><p>See <a " + LINK + b'">ours</a></p></main>'),
    "our link in the foot too": at_end(b"<footer><a " + LINK + b'">ours</a></footer>'),
    "a neighbour of a doubtful trade": at_end(b"<p><a href=https://best-casino.example/>play</a></p>"),
    "an offer": at_end(OFFER),
    "an offer that is hidden": at_end(b"<div hidden>" + OFFER + b"</div>"),
    "an offer in a script": at_end(b"<script>'" + OFFER + b"'</script>"),
    "a password": at_end(b"<input type=password>"),
    "noindex": in_front(b"<meta name=robots content=noindex>"),
    "another title": instead(b"<title>", b"<title>New: "),
    "a paragraph before all": in_front(b"<p>Breaking news of today, in many words that were not there before.</p>"),
    "another page": lambda _: (
        b"<!doctype html><title>Home</title><p>Welcome to our new site. Nothing is as it was.</p>"
    ),
    "an empty page": lambda _: b"",
}

FAR_FROM_LINKS: dict[str, Change] = {
    "a nonce in a script and a form": CHANGES["a nonce in a script and a form"],
    "comments in front and at the end": lambda body: at_end(b"<!-- 0.04 s -->")(in_front(b"<!-- 12:04 -->")(body)),
}


def page(body: bytes) -> Page:
    return Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), body, NOON)


def known_of(first: Extracted, *, owner: bool = True) -> Kept:
    facts = replace(first.facts, shingles=())
    known = kept_of(facts, pack(first.facts.shingles), owner=owner)
    assert known is not None
    return known


def asked_again(first: Extracted) -> list[LinkQuestion]:
    return [
        LinkQuestion(*key, answer.sighting.best, answer.sighting.html)
        for key, answer in first.answers.items()
        if answer.sighting.present
    ]


def said(found: Extracted) -> tuple[object, ...]:
    """What a reading says; a sketch that was kept is its smallest hashes, and that of the bytes is not asked for."""
    facts = replace(found.facts, shingles=found.facts.shingles[:SKETCH_SIZE], lasting_mark="")
    return facts, found.alone, dict(found.answers), found.frames


@pytest.mark.parametrize("name", CHANGES)
def test_a_page_that_was_changed_is_read_as_if_it_were_read_for_the_first_time(name: str) -> None:
    for body in MADE:
        first = extract(page(body), [LinkQuestion(TARGET)])
        changed, asked = page(CHANGES[name](body)), asked_again(first)
        assert said(extract(changed, asked, kept=known_of(first))) == said(extract(changed, asked))


@pytest.mark.parametrize("name", CHANGES)
def test_so_is_one_that_hides_its_links_in_every_way(name: str) -> None:
    targets = [LinkQuestion(f"https://partner.example/{number}") for number in range(1, 12)]
    for body in HIDING:
        first = extract(page(body), targets)
        changed, asked = page(CHANGES[name](body)), asked_again(first)
        assert said(extract(changed, asked, kept=known_of(first))) == said(extract(changed, asked))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (b"<noscript>", b"</noscript>"),
        (b"<div hidden>", b"</div>"),
        (b'<div style="display:none">', b"</div>"),
        (b"<textarea>", b"</textarea>"),
        (b"<iframe>", b"</iframe>"),
        (b"<div hidden><div hidden>", b"</div></div>"),
    ],
)
def test_words_that_move_into_what_no_reader_sees_are_no_longer_read(start: bytes, end: bytes) -> None:
    ours = b"<p>Here is <a " + LINK + b'">our page</a> in a text of so many words.</p>'
    seen, unseen = page(ours + b"<p>%s</p>%s%s" % (OFFER, start, end)), page(ours + b"<p></p>" + start + OFFER + end)
    for before, after in ((seen, unseen), (unseen, seen)):
        first = extract(before, [LinkQuestion(TARGET)])
        asked = asked_again(first)
        assert said(extract(after, asked, kept=known_of(first))) == said(extract(after, asked))
        assert first.facts.offers != extract(after, asked).facts.offers


def test_of_a_page_with_much_hidden_in_what_is_hidden_nothing_is_kept() -> None:
    ours = b"<p>Here is <a " + LINK + b'">our page</a>.</p>'
    few, many = (extract(page(ours + b"<div hidden>" * deep + OFFER * 9)).facts for deep in (2, 9))
    assert kept_of(few, pack(few.shingles)) is not None
    assert kept_of(many, pack(many.shingles)) is None


@pytest.mark.parametrize("name", FAR_FROM_LINKS)
def test_what_is_the_same_is_not_worked_out_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = next(each for each in MADE if b"display:none" in each)
    first = extract(page(body), [LinkQuestion(TARGET)])
    assert first.is_whole

    def refuse(*_: object) -> None:
        pytest.fail("worked out again")

    monkeypatch.setattr(walk, "gather", refuse)
    monkeypatch.setattr(cascade, "_indexed", refuse)
    monkeypatch.setattr(Surroundings, "sight_of", refuse)
    changed = page(FAR_FROM_LINKS[name](body))
    again = extract(changed, asked_again(first), kept=known_of(first))
    assert not again.is_whole
    assert said(again) == said(first)


def test_what_pages_of_one_owner_share_is_read_again_only_where_it_is_asked_for() -> None:
    ids = "<script>ga('create', 'UA-{}-2', 'auto')</script>"
    made = MADE[0].replace(b"<body", ids.format("12345").encode() + b"<body", 1)
    first = extract(page(made), [LinkQuestion(TARGET)])
    other, asked = page(made.replace(b"UA-12345", b"UA-54321")), asked_again(first)
    assert extract(other, asked, kept=known_of(first, owner=False)).facts.owner_ids == ("UA:UA-12345",)
    assert extract(other, asked, kept=known_of(first)).facts.owner_ids == ("UA:UA-54321",)
