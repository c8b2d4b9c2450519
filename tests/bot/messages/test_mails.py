from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.messages.card import Case
from bot.messages.mail_texts import LETTERS, NAMES, Language, Trouble
from bot.messages.mails import draft, language_of, mail_drafted
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, IncidentKind
from jobs.model.link import Expectation
from jobs.model.terms import Money, Terms
from tests.tools.nouns import MISSING, PAGE, TARGET, incident, link, partner
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON


def weakened(kind: str, now: str) -> Case:
    found = Finding(kind, Severity.WEAKENED, "", now=now)
    return Case(incident(12, kind=IncidentKind.WEAKENED, findings=(found,)), (link(),))


def test_every_language_says_everything_that_the_others_say() -> None:
    assert set(LETTERS) == set(NAMES) == set(Language)
    for letter in LETTERS.values():
        assert set(letter.troubles) == set(Trouble)
        for trouble, (saw, ask) in letter.troubles.items():
            assert ("{now}" in saw) == ("{now}" in LETTERS[Language.ENGLISH].troubles[trouble][0]), trouble
            assert "?" in ask or "bitte" in ask, "it is asked, not demanded"
        assert "{host}" in letter.subject
        assert "{date}" in letter.seen
        assert "{status}" in letter.seen


@pytest.mark.parametrize(
    ("lang", "language"),
    [
        ("de", Language.GERMAN),
        ("de-AT", Language.GERMAN),
        (" ES_mx ", Language.SPANISH),
        ("fr", Language.FRENCH),
        ("pl", Language.ENGLISH),
        ("", Language.ENGLISH),
        ("english", Language.ENGLISH),
    ],
)
def test_the_language_is_the_pages_where_we_have_a_letter_in_it(lang: str, language: Language) -> None:
    assert language_of(lang) is language


def test_a_lost_link_is_told_with_its_evidence() -> None:
    agreed = link(expected=Expectation(anchor="garden tools"))
    mail = draft(Case(incident(12, findings=(MISSING,)), (agreed,)), Language.ENGLISH)
    assert mail.subject == "Our link on blog.example"
    for part in (PAGE, TARGET, "Text of the link: garden tools", "we like [garden tools] a lot", "(status 200)"):
        assert part in mail.body
    assert "no longer find the link" in mail.body


@pytest.mark.parametrize(
    ("kind", "now", "said"),
    [
        ("sponsored", "sponsored", "marked as sponsored"),
        ("noindex", "noindex (meta robots)", "not to index it: noindex (meta robots)"),
        ("canonical_elsewhere", "https://other.example/", "canonical one: https://other.example/"),
        ("source_redirected", "https://blog.example/new", "redirects to another address now: https://blog.example/new"),
        ("anchor_changed", "click here", "reads “click here” now"),
        ("target_redirects", "https://ours.example/new", "Its address is now: https://ours.example/new"),
        ("wrong_target", "https://ours.example/else", "another of our pages now: https://ours.example/else"),
        ("hidden", "hidden", "no longer as we agreed"),
        ("a_kind_of_a_newer_version", "", "no longer as we agreed"),
        ("anchor_changed", "", "no longer as we agreed"),
    ],
)
def test_each_kind_of_finding_has_its_sentence(kind: str, now: str, said: str) -> None:
    assert said in draft(weakened(kind, now), Language.ENGLISH).body


def test_a_page_that_is_gone_is_asked_for_its_new_address() -> None:
    gone = incident(12, findings=(MISSING,), after=Evidence(NOON, PAGE, 404))
    assert "neue Adresse" in draft(Case(gone, (link(),)), Language.GERMAN).body


def test_a_mail_about_several_links_names_each_page() -> None:
    links = (link(12), link(13, page_url="https://blog.example/second"))
    body = draft(Case(incident(12, 13), links), Language.FRENCH).body
    assert PAGE in body
    assert "https://blog.example/second" in body


def test_a_partner_page_is_named_without_a_target() -> None:
    found = Finding("outbound_over_limit", Severity.WEAKENED, "", now="140")
    over = incident(kind=IncidentKind.PARTNER_OVER_LIMIT, members=(), subject="P-3", findings=(found,))
    body = draft(Case(over, partner=partner()), Language.SPANISH).body
    assert "contamos 140 enlaces" in body
    assert "https://friends.example/links" in body
    assert "Nuestra página" not in body


def test_the_draft_is_shown_to_copy_with_its_languages() -> None:
    for language in Language:
        shown = sound(mail_drafted(weakened("nofollow", "nofollow"), language))
        assert "nothing was sent" in read(shown)
        [menu] = shown.blocks[-1]["elements"]
        assert [option["value"] for option in menu["options"]] == ["en", "de", "es", "fr"]
        assert menu["placeholder"]["text"] == NAMES[language]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ENGLISH, "As agreed on, guaranteed until: 2025-12-01"),
        (Language.GERMAN, "Laut Vereinbarung garantiert bis: 2025-12-01"),
        (Language.SPANISH, "Según lo acordado, garantizado hasta: 2025-12-01"),
        (Language.FRENCH, "Comme convenu, garanti jusqu'au: 2025-12-01"),
    ],
)
def test_a_guarantee_that_ran_is_mentioned_and_never_the_cost(language: Language, said: str) -> None:
    day = date(2025, 12, 1)
    opened = datetime(2025, 12, 1, 12, tzinfo=UTC)
    agreed = link(terms=Terms(Money(Decimal(77777), "EUR"), day))
    body = draft(Case(incident(12, opened_at=opened), (agreed,)), language).body
    assert said in body
    assert "77777" not in body
    late = draft(Case(incident(12, opened_at=opened + timedelta(days=1)), (agreed,)), language).body
    assert "2025-12-01" not in late
