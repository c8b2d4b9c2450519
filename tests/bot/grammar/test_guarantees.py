"""`guarantee` as people type it."""

from datetime import date

import pytest

from bot.grammar.parse import parse
from bot.grammar.partner_values import GuaranteeSaid as Said
from bot.grammar.partner_values import ListClaims, PackClaim, SetGuarantee, ShowReciprocity, ShowSite
from bot.grammar.values import ParseError, changes
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Covered

L12, L13 = Ref(Kind.LINK, 12), Ref(Kind.LINK, 13)
DAY = date(2027, 3, 1)
BOTH = frozenset({Covered.REMOVED, Covered.NOFOLLOW})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("guarantee", ListClaims()),
        ("claims", ListClaims()),
        ("reciprocity", ShowReciprocity()),
        ("balance https://www.blog.example/a", ShowSite("blog.example")),
        ("guarantee pack L-12", PackClaim(L12)),
        ("guarantee L-12 until 2027-03-01", SetGuarantee((L12,), until=DAY)),
        ("guarantee L-12, L-13 until 1 Mar 2027 claim 14 days", SetGuarantee((L12, L13), until=DAY, said=Said(14))),
        ("guarantee 12 claim within 14d", SetGuarantee((L12,), said=Said(14))),
        ("guarantee www.blog.example claim 30", SetGuarantee(site="blog.example", said=Said(30))),
        ("guarantee L-12 covers removed, nofollow", SetGuarantee((L12,), said=Said(covers=BOTH))),
        ("guarantee L-12 covers removed,nofollow and claim 7 days", SetGuarantee((L12,), said=Said(7, BOTH))),
        ("guarantee L-12 covers all", SetGuarantee((L12,), said=Said(covers=frozenset()))),
        ('guarantee L-12 "replaced or paid back"', SetGuarantee((L12,), said=Said(remedy="replaced or paid back"))),
        ("guarantee L-12 claim:14d covers:removed,nofollow", SetGuarantee((L12,), said=Said(14, BOTH))),
        ('guarantee L-12 remedy "paid back"', SetGuarantee((L12,), said=Said(remedy="paid back"))),
        ("guarantee L-12 claim none covers all remedy none", SetGuarantee((L12,), said=Said(0, frozenset(), ""))),
        ("guarantee L-12 none", SetGuarantee((L12,), is_gone=True)),
        ("guarantee for L-12 until 2027-03-01, claim 14 days", SetGuarantee((L12,), until=DAY, said=Said(14))),
    ],
)
def test_what_is_typed_is_meant(typed: str, meant: object) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("guarantee until 2027-03-01", "", "which link"),
        ("guarantee L-12 blog.example claim 3 days", "", "not both"),
        ("guarantee L-12", "", "what is guaranteed"),
        ("guarantee L-12 none claim 3 days", "", "either none"),
        ("guarantee L-12 until soon", "soon", "is not a day"),
        ("guarantee L-12 claim many days", "many", "no number of days"),
        ("guarantee L-12 claim 0 days", "0", "no number of days"),
        ("guarantee L-12 claim", "claim", "no number of days"),
        ("guarantee L-12 covers luck", "luck", "is none of removed"),
        ("guarantee pack L-12 L-13", "L-13", "one too many"),
        ("guarantee pack L-12 blah", "blah", "neither a link"),
        ("guarantee L-12 remedy soon", "soon", "no remedy in quotation marks"),
        ("guarantee L-12 until", "until", "says no day yet"),
        ("guarantee pack", "", "which one"),
        ("guarantee pack P-3", "P-3", "is a partner page"),
        ("guarantee P-3 claim 3 days", "P-3", "is no link"),
        ("guarantee L-12 frob", "frob", "no part of a guarantee"),
        ("guarantee L-12 claim 3 days claim 4 days", "claim", "one number of days too many"),
    ],
)
def test_what_is_wrong_is_named(typed: str, word: str, why: str) -> None:
    found = parse(typed)
    assert isinstance(found, ParseError)
    assert found.word == word
    assert why in found.why
    assert not isinstance(parse(found.example), ParseError)


def test_saying_what_is_guaranteed_takes_the_permission_to_manage() -> None:
    assert changes(SetGuarantee())
    assert not changes(ListClaims())
