"""The first mail: in each language, with the reasons that were seen and no other, and nothing foreign in its form."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.messages.alerts.letters import LetterLanguage
from bot.messages.answers.first_mails import FIRST_MAILS, first_mail, fits, mail_drafted
from jobs.model.operation import ProspectDetails
from jobs.model.partner import SiteContact
from jobs.model.prospect import Fit, Plan, Prospect, ProspectPage
from jobs.model.relevance import Closeness
from tests.tools.slack_words import read, sound

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TARGET = "https://ours.example/guide"
FIT = Fit(
    NOW, TARGET, 71, Closeness.SAME_SUBJECT, shared=("tents", "stoves"), only_ours=("pegs",), our_title="Our guide"
)
LOOK = ProspectPage(NOW, "Camping in rain", "fr", ("ada@blog.example",))
PROSPECT = Prospect(4, "C0LINKS", "https://blog.example/rain", NOW, Plan(target=TARGET), fit=FIT, look=LOOK)


def details(prospect: Prospect = PROSPECT, *, is_unwanted: bool = False) -> ProspectDetails:
    return ProspectDetails(prospect, SiteContact("C0LINKS", "blog.example"), is_unwanted=is_unwanted)


def test_there_is_a_mail_in_each_language_that_other_mails_have() -> None:
    assert set(FIRST_MAILS) == set(LetterLanguage)


@pytest.mark.parametrize("language", LetterLanguage)
def test_each_names_both_pages_what_they_share_and_what_a_reader_gains(language: LetterLanguage) -> None:
    subject, body = first_mail(PROSPECT, language)
    assert "Camping in rain" in subject
    for said in ("https://blog.example/rain", TARGET, "Our guide", "tents, stoves", "pegs"):
        assert body.count(said) == 1, said
    assert "{" not in subject + body


@pytest.mark.parametrize("language", LetterLanguage)
@pytest.mark.parametrize(
    "fit",
    [
        pytest.param(None, id="nothing was compared"),
        pytest.param(replace(FIT, closeness=Closeness.NOT_RELATED), id="no relation was found"),
        pytest.param(replace(FIT, closeness=Closeness.UNCLEAR), id="nobody can tell"),
        pytest.param(replace(FIT, shared=()), id="they share no word"),
    ],
)
def test_no_reason_is_made_up(language: LetterLanguage, fit: Fit | None) -> None:
    _, body = first_mail(replace(PROSPECT, fit=fit), language)
    assert not fits(fit)
    assert "tents" not in body
    assert "pegs" not in body
    assert TARGET in body


@pytest.mark.parametrize(
    ("target", "holds"),
    [
        pytest.param(TARGET, True, id="the page that it was compared with"),
        pytest.param("", True, id="none is chosen yet"),
        pytest.param("https://ours.example/other", False, id="another page since"),
        pytest.param("ours.example", False, id="another than our home page"),
    ],
)
def test_reasons_are_those_of_the_page_that_is_named(target: str, *, holds: bool) -> None:
    _, body = first_mail(replace(PROSPECT, plan=Plan(target=target)), LetterLanguage.ENGLISH)
    assert ("tents" in body) is holds
    assert ("Our guide" in body) is holds


def test_the_draft_is_in_the_pages_language_and_in_english_where_there_is_none_in_it() -> None:
    assert "Bonjour" in read(sound(mail_drafted(details())))
    finnish = replace(PROSPECT, look=replace(LOOK, language="fi"))
    assert "Hello," in read(sound(mail_drafted(details(finnish))))
    assert "Guten Tag" in read(sound(mail_drafted(details(), "de")))


def test_to_whom_is_what_was_typed_else_what_the_page_says_else_nobody() -> None:
    typed = replace(PROSPECT, plan=replace(PROSPECT.plan, contact="the form"))
    assert "the form" in read(mail_drafted(details(typed)))
    assert "ada@blog.example" in read(mail_drafted(details()))
    unknown = replace(PROSPECT, look=replace(LOOK, mails=()))
    assert "@" not in read(mail_drafted(details(unknown)))


def test_nobody_may_write_so_nothing_is_drafted() -> None:
    words = read(sound(mail_drafted(details(is_unwanted=True))))
    assert "Bonjour" not in words
    assert "I sent it" not in words


def test_foreign_words_stay_words() -> None:
    odd = "<!channel> *x* {0} {terms} \u202etxt"
    foreign = replace(PROSPECT, look=replace(LOOK, title=odd), fit=replace(FIT, our_title=odd, shared=(odd,)))
    for language in LetterLanguage:
        _, body = first_mail(foreign, language)
        assert "\u202e" not in body
        assert "{0}" in body
    sound(mail_drafted(details(foreign)))
