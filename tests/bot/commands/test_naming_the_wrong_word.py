"""An error names the word that is wrong as it was typed, and shows a right example of the same verb."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.grammar.edit_values import EditPartner
from bot.grammar.parse import parse
from bot.grammar.values import AddPartner, Glance, ParseError
from bot.sandbox.typed import as_sent
from jobs.model.ref import Kind, Ref

A, OURS = "https://a.example/p", "https://ours.example/shop"
PAIR = f"add {A} -> {OURS}"
CHANNELS, PEOPLE = {"links": "C0LINKS", "random": "C0RANDOM"}, {"ben": "U0BEN"}


@pytest.mark.parametrize(
    ("typed", "word", "why", "example"),
    [
        ("edit P-1 50", "50", "one too many", "edit P-1 max 50"),
        ("edit P-1 L-2", "L-2", "one too many", "edit P-1 max 2"),
        ("edit 1 2", "2", "one too many", "edit L-12"),
        ("edit l1 p2.", "p2", "one too many", "edit L-12"),
        ("partner edit 3 4", "4", "one too many", "edit P-3 max 4"),
        ("edit P-1 max 0", "0", "not a number of links", "edit P-3 max 50"),
        ("edit P-1 max 1,00", "1,00", "not a number of links", "edit P-3 max 50"),
        ("edit P-1 Limit", "Limit", "not a number of links", "edit P-3 max 50"),
        ("edit L-1 limit:80", "limit:80", "for partner pages", "edit P-3 max 50"),
        ("edit p1 nofollow-ok", "p1", "takes max 80", "edit P-1 max 80"),
        ("edit L-1 owner nobody @ben", "nobody", "contradicts", "edit L-12"),
        ("edit L-1 @ben -owner", "-owner", "contradicts", "edit L-12"),
        ("edit L-1 anchor:none 'x'", "anchor:none", "contradicts", "edit L-12"),
        ("mark p3 live", "p3", "is a partner page", "mark L-12 live"),
        ("mark L-1 Dead!", "Dead", "none of live, lost", "mark L-12 live"),
        ("check L-1 #random", "#random", "neither a link nor", "check L-12"),
        ("digest now #random", "#random", "is a channel", "digest now"),
        ("digest #random", "#random", "is a channel", "digest now"),
        ("digest mon 9:00 #random", "#random", "is a channel", "digest now"),
        ("digest todo please", "please", "more than digest todo takes", "digest todo"),
        ("digest now please", "please", "more than digest now takes", "digest now"),
        ("digest off until", "until", "says no day yet", "digest off until 1 Sep"),
        ("digest off until whenever", "whenever", "is not a day", "digest off until 1 Sep"),
        ("digest off mon 9:00", "mon", "more than digest off takes", "digest off"),
        ("settings costs MAYBE", "MAYBE", "no setting", "settings costs hide"),
        (f"partner add {A} max 1,00", "1,00", "not a number of links", "partner add"),
        (f"partner add {A} limit", "limit", "not a number of links", "partner add"),
        ("partner show frob", "frob", "neither a link nor", "partner show P-3"),
        ("partner snooze 3 frob", "frob", "not a duration", "partner snooze P-3 3d"),
        ("snooze L-1 @ben", "@ben", "not a duration", "snooze L-12"),
        ("snooze L-1 #random", "#random", "not a duration", "snooze L-12"),
        ("snooze L-1 five apples", "five apples", "not a duration", "snooze L-12"),
        ("partner rm", "", "Say which one", "partner remove P-3"),
        ("add A.example/p", "A.example/p", "has no target", "add https://"),
        (f"{PAIR} NoFollow", "NoFollow", "alone says nothing", "add https://"),
        (f"{PAIR} Anchor", "Anchor", "is not what anchor needs", "add https://"),
        (f"{PAIR} Cost NONE", "NONE", "is for edit", "edit L-12 cost none"),
        (f"{PAIR} -cost", "-cost", "is for edit", "edit L-12 cost none"),
        (f"{PAIR} without guarantee", "without guarantee", "is for edit", "edit L-12 cost none"),
        (f"{PAIR} anchor none 'x'", "'x'", "contradicts", "add https://"),
        (f"{PAIR} 'x' anchor none", "none", "contradicts", "add https://"),
        (f"{PAIR} https://x.example", "https://x.example", "has no target", "add https://"),
        ("list weakend,", "weakend", "did you mean weakened?", "list weakened"),
    ],
)
def test_the_wrong_word_is_named_as_it_was_typed(typed: str, word: str, why: str, example: str) -> None:
    error = parse(as_sent(typed, CHANNELS, PEOPLE))
    assert isinstance(error, ParseError)
    assert error.word == word
    assert why in error.why
    assert error.example.startswith(example)
    assert not isinstance(parse(error.example), ParseError)


@pytest.mark.parametrize(("typed", "limit"), [("1,000", 1000), ("1.000", 1000), ("12,345", 12_345), ("80", 80)])
def test_a_limit_may_set_its_thousands_apart(typed: str, limit: int) -> None:
    assert parse(f"partner add {A} max {typed}") == AddPartner((A,), limit)
    assert parse(f"edit P-3 max {typed}") == EditPartner(Ref(Kind.PARTNER, 3), limit)
    assert parse(f"partner edit 3 max:{typed}.") == EditPartner(Ref(Kind.PARTNER, 3), limit)


VERBS = ["add", "list", "show", "check", "snooze", "unsnooze", "accept", "unaccept", "mark", "edit", "settings"]
VERBS += ["remove", "digest"]
WORDS = [
    A,
    OURS,
    "->",
    "a.example,",
    "L-1",
    "p2",
    "12,13",
    "7",
    "max",
    "max:5",
    "80",
    "1,000",
    "anchor",
    "NONE",
    '"x y"',
]
WORDS += [
    "-owner",
    "without",
    "owner",
    "@ben",
    "#random",
    "Tag:X",
    "every",
    "6H",
    "nofollow",
    "Nofollow-ok",
    "cost",
    "5",
]
WORDS += [
    "EUR",
    "guaranteed",
    "until",
    "2027-03-01",
    "3d",
    "soon",
    "Mon",
    "9:00",
    "off",
    "now",
    "lost",
    "frob!",
    "page:2",
]


@example("mark", ["@ben", "6H", "lost"])
@example("partner edit", ["@ben"])
@given(
    st.sampled_from([*VERBS, "partner", "partner add", "partner edit", "relevance"]), st.lists(st.sampled_from(WORDS))
)
def test_whatever_is_typed_the_word_that_is_named_was_typed(verb: str, words: list[str]) -> None:
    error = parse(as_sent(" ".join([verb, *words]), CHANNELS, PEOPLE))
    if isinstance(error, ParseError):
        assert error.word in error.typed
        assert not isinstance(parse(as_sent(error.example, CHANNELS, PEOPLE)), ParseError | Glance)
