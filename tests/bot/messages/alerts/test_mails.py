"""The drafts as their readers would get them: each kind of finding in each language, without a gap or a false claim."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.messages.alerts.card import card
from bot.messages.alerts.letters import LETTERS, NAMES, LetterLanguage
from bot.messages.alerts.mails import draft, language_of, mail_drafted
from bot.messages.kit.controls import MAIL
from jobs.model.case import Case
from jobs.model.exchange import LegState
from jobs.model.findings import About, Finding, LetterSubject, Severity
from jobs.model.incident import Evidence, IncidentKind
from jobs.model.link import Expectation
from jobs.model.link_status import LinkState
from jobs.model.terms import Money, Terms
from jobs.rules import out_of_reach, rules
from tests.jobs.exchanges.tools import OURS, THEIRS, THIRD, deal, leg
from tests.tools.nouns import MISSING, PAGE, TARGET, incident, link, partner
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON

MAY = NOON.replace(month=5, day=2)
BEFORE = Evidence(MAY, PAGE, 200, text="we like [garden tools] a lot")
NOW = Evidence(NOON, PAGE, 200, text="we now like [garden tools] less")
AGREED = link(expected=Expectation(anchor="garden tools"))

ABSENT = {
    "another_page": "another page",
    "missing": "absent",
    "text_only": "plain text",
    "js_only": "script only",
    "wrong_target": "https://ours.example/else",
}
WORSE = {
    "nofollow": "nofollow",
    "sponsored": "sponsored",
    "ugc": "ugc",
    "page_nofollow": "nofollow (meta robots)",
    "noindex": "noindex (X-Robots-Tag)",
    "robots_blocked": "Disallow: /post",
    "canonical_elsewhere": "https://other.example/",
    "source_redirected": "https://blog.example/",
    "meta_refresh_away": "https://away.example/",
    "anchor_changed": "click here",
    "anchor_empty": "",
    "hidden": "hidden",
    "hidden_at_first": "hidden",
    "moved": "footer",
    "in_iframe": "iframe",
    "in_noscript": "noscript",
    "via_redirect": "https://go.example/x",
}
ANYTHING = {
    "variant": "https://www.ours.example/shop",
    "duplicate": "3",
    "sitewide": "4 links in the template",
    "bad_neighbours": "casino.example",
    "language_mismatch": "fr",
    "low_relevance": "12",
    "rendered_only": "drawn by a script",
    "sells_links": "“buy links”",
    "a_kind_of_a_newer_version": "",
}
TOLD = ("https://", "nofollow", "sponsored", "ugc", "noindex", "Disallow: /post", "click here")
"""What is shown of what a finding says now; the rest are words of ours, and the sentence says it."""


def about(kind: str, now: str, **more: object) -> Case:
    absent = kind in ABSENT
    found = Finding(kind, Severity.LOST if absent else Severity.WEAKENED, "", now=now)
    told = incident(
        12, kind=IncidentKind.LOST if absent else IncidentKind.WEAKENED, findings=(found,), before=BEFORE, after=NOW
    )
    return Case(replace(told, **more), (AGREED,))  # type: ignore[arg-type]  # fields of the noun


def over(*findings: Finding, agreed: bool = False) -> Case:
    told = incident(kind=IncidentKind.PARTNER_OVER_LIMIT, members=(), subject="P-3", findings=findings, before=None)
    return Case(replace(told, after=None), partner=partner(outbound=140, limit_agreed=agreed))


OVER = Finding("outbound_over_limit", Severity.WEAKENED, "", was="at most 100", now="140")
JUMP = Finding("outbound_jump", Severity.WEAKENED, "", now=", ".join(f"{name}.example" for name in "abcdefghijkl"))
MOVED = Finding("link_moved_down", Severity.NOTE, "L-12 left the text of the page: it stands in the footer now.")
OWNER = Finding("owner_changed", Severity.NOTE, "By our rule of thumb the page may belong to somebody else now.")
REACH = out_of_reach.said(2, 2, "https://friends.example/ → https://friends.example/links")
KINDS = {**ABSENT, **WORSE, **ANYTHING}
DEALS = {"breach_theirs", "breach_ours", "both_broken", "expiring"}


def of_deal(kind: str) -> Case:
    broken = {"breach_theirs": (THEIRS,), "breach_ours": (OURS,), "both_broken": (THEIRS, OURS)}.get(kind, ())
    legs = [leg(number, LegState.BROKEN if number in broken else LegState.STANDS) for number in (THEIRS, OURS)]
    told = incident(kind=IncidentKind.BREACH, subject="X-2", findings=(Finding(kind, Severity.NOTE, ""),))
    told = replace(told, members=(), before=None, after=None)
    return Case(told, (AGREED,), exchange=deal(*legs, until=date(2027, 3, 1)))


CASES = {
    **{kind: of_deal(kind) for kind in sorted(DEALS)},
    **{kind: about(kind, now) for kind, now in KINDS.items()},
    "gone": about("missing", "absent", after=Evidence(NOON, PAGE, 404)),
    "no evidence": about("missing", "absent", before=None, after=None),
    "no rule": about("robots_blocked", "disallowed"),
    "several canonicals": about("canonical_elsewhere", "https://a.example/ https://b.example/"),
    "without words": about("anchor_changed", ""),
    "without findings": Case(incident(12, findings=()), (link(),)),
    "not watched any more": replace(about("missing", "absent"), links=()),
    "several": Case(incident(12, 13, findings=(MISSING,)), (link(12), link(13, page_url="https://blog.example/2"))),
    "over": over(OVER),
    "over, as agreed": over(OVER, agreed=True),
    "over, with new sites": over(OVER, JUMP),
    "new sites": over(JUMP),
    "our link moved down": over(MOVED),
    "another owner": over(OWNER),
    "out of reach": over(REACH),
    "a partner page not watched any more": replace(over(OVER), partner=None),
}


def test_every_kind_that_may_be_told_of_a_partners_page_is_in_the_table() -> None:
    known = {named.kind for named in rules() if named.rule.about is not About.TARGET}
    of_partners = {finding.kind for finding in (OVER, JUMP, MOVED, OWNER, REACH)}
    assert known == set(KINDS) - {"a_kind_of_a_newer_version"} | of_partners | DEALS


@pytest.mark.parametrize("language", LetterLanguage)
@pytest.mark.parametrize("name", CASES)
def test_a_mail_reads_as_a_person_would_have_written_it(name: str, language: LetterLanguage) -> None:
    case, letter = CASES[name], LETTERS[language]
    mail = draft(case, language)
    for line in [mail.subject, *mail.body.split("\n")]:
        assert line == line.strip()
        assert "{" not in line
        assert "}" not in line
        assert "()" not in line
        assert not re.search("[„“«][\\s\u202f]*[”“»]", line), "an empty quotation"
    greeting, saw, *facts, ask, thanks = mail.body.split("\n\n")
    assert (greeting, thanks) == (letter.greeting, letter.thanks)
    assert saw.endswith(":"), "the facts follow"
    assert all(fact for fact in facts)
    assert all(line[-1] != ":" for fact in facts for line in fact.split("\n")), "a label without its value"
    assert "?" in ask or "bitte" in ask, "it is asked, not demanded"
    assert "blog.example" in mail.subject or "friends.example" in mail.subject
    assert not re.search(r"\d{4}-\d\d-\d\d", mail.body), "days are written as people do"


@pytest.mark.parametrize("language", LetterLanguage)
@pytest.mark.parametrize(("kind", "now"), KINDS.items())
def test_it_shows_what_is_there_now_where_that_tells_more(kind: str, now: str, language: LetterLanguage) -> None:
    lines = draft(CASES[kind], language).body.split("\n")
    told = [line for line in lines if line.endswith((f": {now}", f": {LETTERS[language].quotes.format(now)}"))]
    assert bool(told) is (now.startswith(TOLD) and kind not in ANYTHING)


@pytest.mark.parametrize("language", LetterLanguage)
@pytest.mark.parametrize("kind", KINDS)
def test_it_claims_of_no_link_that_is_there_that_it_is_gone_nor_the_other_way_round(
    kind: str, language: LetterLanguage
) -> None:
    letter, body = LETTERS[language], draft(CASES[kind], language).body
    stood = letter.stood.format(letter.quotes.format("we like [garden tools] a lot"))
    stands = letter.stands.format(letter.quotes.format("we now like [garden tools] less"))
    last_seen = letter.last_seen.format(date=letter.date.format(MAY))
    absent = kind in ABSENT
    assert (stood in body, stands in body, last_seen in body) == (absent, not absent, absent)
    assert letter.looked.format(date=letter.date.format(NOON), status=200) in body


def test_the_last_time_a_link_was_there_is_not_the_time_when_it_was_found_missing() -> None:
    body = draft(CASES["gone"], LetterLanguage.ENGLISH).body
    assert "Last seen by us on 2 May 2026." in body
    assert "On 23 November 2026 the page answered with status 404." in body
    assert "new address" in body


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        (LetterLanguage.ENGLISH, "It now reads: “click here”"),
        (LetterLanguage.GERMAN, "Er lautet nun: „click here“"),
        (LetterLanguage.SPANISH, "Ahora dice: «click here»"),
        (LetterLanguage.FRENCH, "On y lit maintenant\u00a0: «\u202fclick here\u202f»"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: LetterLanguage, quoted: str) -> None:
    assert quoted in draft(CASES["anchor_changed"], language).body


def test_french_signs_keep_their_distance_by_a_blank_that_does_not_break() -> None:
    for case in CASES.values():
        assert not re.search(r" [?:;!»]|« ", draft(case, LetterLanguage.FRENCH).body)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (Expectation(anchor="garden tools"), "is not the one that we had agreed on:"),
        (Expectation(seen_anchor="garden tools"), "has changed:"),
    ],
)
def test_an_anchor_was_agreed_or_is_only_another_than_before(expected: Expectation, said: str) -> None:
    case = replace(CASES["anchor_changed"], links=(link(expected=expected),))
    assert said in draft(case, LetterLanguage.ENGLISH).body


def test_what_was_not_agreed_is_not_called_so() -> None:
    assert "agreed" not in draft(CASES["over"], LetterLanguage.ENGLISH).body.lower()
    body = draft(CASES["over, as agreed"], LetterLanguage.ENGLISH).body
    assert "more other sites than we had agreed on:" in body
    assert "Links to other sites: 140\nAgreed: 100 at most" in body


def test_new_sites_are_named_and_bounded_and_no_number() -> None:
    names = "a.example, b.example, c.example, d.example, e.example, f.example, g.example, h.example, i.example"
    for name in ("over, with new sites", "new sites"):
        body = draft(CASES[name], LetterLanguage.ENGLISH).body
        assert f"New since we first looked: {names}, j.example and 2 more" in body
        assert "Links to other sites: 140" in body
        assert "Our page" not in body


def test_a_link_that_is_not_watched_any_more_is_named_as_its_evidence_names_it() -> None:
    assert f"Your page: {PAGE}" in draft(CASES["not watched any more"], LetterLanguage.ENGLISH).body
    bare = replace(CASES["no evidence"], links=())
    assert "Your page: blog.example" in draft(bare, LetterLanguage.ENGLISH).body
    assert (
        "Your page: https://friends.example/links"
        in draft(
            replace(
                CASES["over"],
                partner=None,
                incident=replace(CASES["over"].incident, cause="https://friends.example/links/outbound"),
            ),
            LetterLanguage.ENGLISH,
        ).body
    )


def test_of_several_links_each_is_told_as_it_is_itself_and_those_that_are_well_not_at_all() -> None:
    def away(number: int, now: str) -> Case:
        found = Finding("canonical_elsewhere", Severity.WEAKENED, "", now=now)
        one = link(number, LinkState.WEAKENED, found, page_url=f"https://blog.example/{number}")
        return Case(incident(1, 2, 3, kind=IncidentKind.WEAKENED, findings=(found,)), (one,))

    cases = [away(number, f"https://other.example/{number}") for number in (1, 2, 3)]
    told = replace(cases[0].incident, recovered=frozenset({3}))
    body = draft(Case(told, tuple(case.links[0] for case in cases)), LetterLanguage.ENGLISH).body
    for number in (1, 2):
        place = (
            f"Your page: https://blog.example/{number}\nOur page: {TARGET}\nCanonical: https://other.example/{number}"
        )
        assert place in body
    assert "https://blog.example/3" not in body
    assert "stand" not in body.partition("\n\n")[2].partition("\n\n")[2]


def test_a_mail_about_very_many_links_keeps_its_question() -> None:
    links = tuple(link(number, page_url=f"https://blog.example/{'x' * 400}/{number}") for number in range(1, 41))
    mail = draft(Case(incident(*range(1, 41), findings=(MISSING,)), links), LetterLanguage.GERMAN)
    assert len(mail.body) <= 2900
    assert mail.body.endswith("freundliche Grüße")
    shown = mail.body.count("Ihre Seite: ")
    assert 0 < shown < 40
    assert f"und {40 - shown} weitere" in mail.body


def test_trouble_with_our_own_page_is_nothing_to_write_to_a_partner_about() -> None:
    def offered(kind: IncidentKind) -> list[str]:
        shown = sound(card(Case(incident(12, kind=kind), (link(),)), NOON))
        return [option["value"] for option in shown.blocks[-1]["elements"][-1]["options"]]

    assert MAIL in offered(IncidentKind.WEAKENED)
    assert MAIL not in offered(IncidentKind.TARGET)


FRIENDS, WE, THIRDS = "https://friends.example/links", "https://ours.example/partners", "https://third.example/links"


@pytest.mark.parametrize(
    ("kind", "broken", "host", "said", "kept_back"),
    [
        # Friends link to us; that we link to the third, and the third to them, is no line of their mail.
        ("breach_theirs", THEIRS, "friends.example", ["no longer find your link", "Our page: https://ours"], [WE]),
        # The third links to friends: never "your link to us", nor a page of ours for theirs.
        ("breach_theirs", THIRD, "third.example", ["no longer find your link", "It should lead to: https://fri"], []),
        # We owe the third, so that the apology goes there.
        ("breach_ours", OURS, "third.example", ["We are sorry", f"missing here: {WE}"], [FRIENDS]),
        ("expiring", None, "friends.example", ["ends soon", FRIENDS], [WE, THIRDS]),
    ],
)
def test_a_mail_about_a_circle_of_three_tells_whoever_gets_it_of_their_own_links_alone(
    kind: str, broken: int | None, host: str, said: list[str], kept_back: list[str]
) -> None:
    legs = [leg(THEIRS), leg(OURS, target="https://third.example/"), leg(THIRD)]
    legs = [
        replace(each, state=LegState.BROKEN, is_declared=True, doubt_since=NOON) if each.link == broken else each
        for each in legs
    ]
    case = replace(of_deal(kind), exchange=deal(*legs))
    mail = draft(case, LetterLanguage.ENGLISH)
    assert mail.subject == f"Our exchange of links with {host}"
    assert [words for words in said if words not in mail.body] == []
    others = {"friends.example", "third.example"} - {host}
    told_of = {name for name in others if f"Your page: https://{name}" in mail.body}
    assert [words for words in ("link to each other", "link to us", *kept_back, *told_of) if words in mail.body] == []


def test_every_language_says_everything_that_the_others_say() -> None:
    english = LETTERS[LetterLanguage.ENGLISH]
    assert set(LETTERS) == set(NAMES) == set(LetterLanguage)
    for letter in LETTERS.values():
        assert set(letter.matters) == set(LetterSubject)
        for trouble, matter in letter.matters.items():
            assert bool(matter.now) is bool(english.matters[trouble].now), trouble


@pytest.mark.parametrize(
    ("lang", "language"),
    [
        ("de", LetterLanguage.GERMAN),
        ("de-AT", LetterLanguage.GERMAN),
        (" ES_mx ", LetterLanguage.SPANISH),
        ("fr", LetterLanguage.FRENCH),
        ("pl", LetterLanguage.ENGLISH),
        ("", LetterLanguage.ENGLISH),
        ("english", LetterLanguage.ENGLISH),
    ],
)
def test_the_language_is_the_pages_where_we_have_a_letter_in_it(lang: str, language: LetterLanguage) -> None:
    assert language_of(lang) is language


def test_the_draft_is_shown_to_copy_with_its_languages() -> None:
    for language in LetterLanguage:
        shown = sound(mail_drafted(CASES["nofollow"], language))
        assert "nothing was sent" in read(shown)
        [menu] = shown.blocks[-1]["elements"]
        assert [option["value"] for option in menu["options"]] == ["en", "de", "es", "fr"]
        assert menu["placeholder"]["text"] == NAMES[language]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (LetterLanguage.ENGLISH, "As agreed on, guaranteed until: 1 December 2025"),
        (LetterLanguage.GERMAN, "Laut Vereinbarung garantiert bis: 01.12.2025"),
        (LetterLanguage.SPANISH, "Según lo acordado, garantizado hasta: 01/12/2025"),
        (LetterLanguage.FRENCH, "01/12/2025"),
    ],
)
def test_a_guarantee_that_ran_is_mentioned_and_never_the_cost(language: LetterLanguage, said: str) -> None:
    day = date(2025, 12, 1)
    opened = datetime(2025, 12, 1, 12, tzinfo=UTC)
    agreed = link(terms=Terms(Money(Decimal(77777), "EUR"), day))
    body = draft(Case(incident(12, opened_at=opened), (agreed,)), language).body
    assert said in body
    assert "77777" not in body
    late = draft(Case(incident(12, opened_at=opened + timedelta(days=1)), (agreed,)), language).body
    assert said not in late
