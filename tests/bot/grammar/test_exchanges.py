"""`exchange` as people type it: arrows, quotes, lines and words between; what is wrong is named."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.grammar.edit_values import OpenEdit
from bot.grammar.exchange_values import AddExchange, EditExchange, EndExchange, ListExchanges, OpenExchange
from bot.grammar.parse import parse
from bot.grammar.values import Command, ParseError, Show
from jobs.model.exchange import ExchangeState
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Money

A, B, C = "https://a.example/links", "https://b.example/links", "https://c.example/links"
TWO = ((A, "https://b.example/"), (B, "https://a.example/"))
THREE = ((A, "https://b.example/"), (B, "https://c.example/"), (C, "https://a.example/"))
X2 = Ref(Kind.EXCHANGE, 2)
FIFTY = Money(Decimal(50), "EUR")
MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("typed", "command", "why"),
    [
        (
            f"exchange add {A} -> https://b.example/ for {B} -> https://a.example/",
            AddExchange(TWO),
            "as in help",
        ),
        (
            f"exchange {A} → https://b.example/ in exchange for {B} → https://a.example/",
            AddExchange(TWO),
            "no add",
        ),
        (f"exchange add {A} -> https://b.example/\n{B} -> https://a.example/", AddExchange(TWO), "two lines"),
        (f"exchange add {A} -> https://b.example/, {B} -> https://a.example/", AddExchange(TWO), "a comma"),
        (
            f"deal add “{A}” => https://b.example/; {B} => https://a.example/",
            AddExchange(TWO),
            "quotes, a synonym",
        ),
        (
            f"exchange add &lt;{A}&gt; -&gt; &lt;https://b.example/&gt; for &lt;{B}&gt; -&gt; &lt;https://a.example/&gt;",
            AddExchange(TWO),
            "as Slack escapes it",
        ),
        (
            f"exchange add {A} -> https://b.example/ then {B} -> https://c.example/ then {C} -> https://a.example/",
            AddExchange(THREE),
            "a circle",
        ),
        (
            f"exchange add {A} -> https://b.example/ for {B} -> https://a.example/ until 1 Mar 2027, 50 EUR tag:spring",
            AddExchange(TWO, MARCH, FIFTY, tags=frozenset({"spring"})),
            "with terms, and what holds for each link",
        ),
        (
            f"exchange add until:2027-03-01 50€ {A} -> https://b.example/ for {B} -> https://a.example/ nofollow-ok",
            AddExchange(TWO, MARCH, FIFTY, frozenset({"nofollow"})),
            "terms in front",
        ),
        (
            f"exchange add {A} -> https://b.example/ for {B} -> https://a.example/ every 6h render <@U0BEN|ben>",
            AddExchange(TWO, owner="U0BEN", every=timedelta(hours=6), render=True),
            "all that can be said of a link",
        ),
        ("exchange", ListExchanges(), "the verb alone lists"),
        ("exchange add", OpenExchange(), "a modal asks"),
        ("exchanges list broken page:2", ListExchanges(tuple(s for s in ExchangeState if s.is_breach), 2), ""),
        ("exchange pending-ours", ListExchanges((ExchangeState.PENDING_OURS,)), "a state alone"),
        ("exchange X-2", Show((X2,)), "a reference alone"),
        ("exchange show 2", Show((X2,)), "a bare number"),
        ("show x2", Show((X2,)), "as any reference"),
        ("x2", Show((X2,)), "which alone is shown"),
        ("exchange end X-2", EndExchange(X2), ""),
        ("exchange remove 2", EndExchange(X2), "a synonym"),
        ("edit X-2", OpenEdit(X2), "a modal"),
        ("exchange edit 2 until 2027-03-01", EditExchange(X2, MARCH), ""),
        ("edit X-2 until none no cost", EditExchange(X2, no_end=True, no_cost=True), "taken away"),
        ("exchange edit X-2 cost 50 EUR", EditExchange(X2, cost=FIFTY), ""),
    ],
)
def test_what_is_typed_is_understood(typed: str, command: Command, why: str) -> None:
    assert parse(typed) == command, why


@pytest.mark.parametrize(
    ("typed", "word", "why", "example"),
    [
        (f"exchange add {A} -> b.example", "", "names 1 of the links", "exchange add"),
        (f"exchange add {A} -> b.example for {B}", B, "has no target", "exchange add"),
        (f"exchange add {A} -> b.example for {B} -> c.example until soon", "soon", "is not a day", "exchange add"),
        (f"exchange add {A} -> b.example for {B} -> c.example until", "until", "says no day yet", "exchange add"),
        (f"exchange add {A} -> b.example for {B} -> c.example until 01/02/2027", "01/02/2027", "two ways", "exchange"),
        (f"exchange add {A} -> b.example for {B} -> c.example frob", "frob", "neither an address", "exchange add"),
        (f'exchange add {A} -> b.example for {B} -> c.example "tools"', "tools", "is of one link", "exchange add"),
        (
            f"exchange add {A} -> b.example for {B} -> c.example guaranteed until 2027-01-01",
            "guaranteed",
            "is of a link",
            "",
        ),
        (f"exchange add {A} -> b.example for {B} -> c.example claim 3 days", "guaranteed", "is of a link", ""),
        ("exchange list page:2 page:3", "page:3", "one page too many", "exchange list"),
        ("exchange end X-2 now", "now", "is neither a link", "exchange end X-2"),
        ("exchange list frob", "frob", "is no state", "exchange list broken"),
        ("exchange end L-2", "L-2", "is no exchange", "exchange end X-2"),
        ("exchange show", "", "Say which one", "exchange"),
        ("snooze X-2 3d", "X-2", "is an exchange", "exchange show X-2"),
        ("remove X-2", "X-2", "is an exchange", "exchange show X-2"),
        ("X-2 frob", "X-2", "is an exchange; what to do with it comes first", "show X-2"),
    ],
)
def test_what_is_wrong_is_named_with_one_that_is_right(typed: str, word: str, why: str, example: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert (error.word, why in error.why, example in error.example) == (word, True, True), error
    assert error.typed == typed
    assert not isinstance(parse(error.example), ParseError)
