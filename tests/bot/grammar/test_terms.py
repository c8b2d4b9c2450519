"""Cost and guarantee as people type them in `add` and `edit`, in any order with everything else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edit_values import Edit, OpenEdit, Removals, Row
from bot.grammar.parse import parse
from bot.grammar.partner_values import GuaranteeSaid
from bot.grammar.terms import terms_in
from bot.grammar.values import Add, ParseError
from bot.grammar.words import words_of
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Covered, Money, Term, Terms
from jobs.units.dates import format_day
from jobs.units.money import format_money
from tests.jobs.units.test_money import amounts

A, OURS = "https://a.example/p", "https://ours.example/shop"
L12 = Ref(Kind.LINK, 12)
EUR120 = Terms(Money(Decimal(120), "EUR"))
UNTIL = Terms(guaranteed_until=date(2027, 3, 1))
NOFOLLOW = Covered.NOFOLLOW
BOTH = EUR120.over(UNTIL)


@pytest.mark.parametrize(
    ("typed", "terms", "why"),
    [
        ("cost 120 EUR", EUR120, "the example"),
        ("Cost: 120 eur", EUR120, "with a colon"),
        ("cost:120EUR", EUR120, "glued"),
        ("cost=€120", EUR120, "as an equation"),
        ("cost €120", EUR120, "a sign"),
        ("cost EUR 120", EUR120, "the code first"),
        ("cost 120 euros", EUR120, "in words"),
        ("price 120,00 EUR", EUR120, "a decimal comma"),
        ("€120", EUR120, "nothing else is written so"),
        ("120 EUR", EUR120, "nor so"),
        ("EUR 120", EUR120, "nor so"),
        ("120EUR", EUR120, "nor so"),
        ("$99", Terms(Money(Decimal(99), "USD")), "dollars"),
        ("120,50 EUR", Terms(Money(Decimal("120.50"), "EUR")), "cents"),
        ("cost 1 200,50 EUR", Terms(Money(Decimal("1200.50"), "EUR")), "thousands set apart"),
        ("guaranteed until 2027-03-01", UNTIL, "the example"),
        ("guaranteed:2027-03-01", UNTIL, "glued"),
        ("guarantee 1.3.2027", UNTIL, "day first"),
        ("guaranteed till 1 Mar 2027", UNTIL, "in words"),
        ("guaranteed until Mar 1, 2027 tag:x", UNTIL, "as America writes"),
        ("Cost 120 EUR, guaranteed until 1 Mar 2027", BOTH, "as we write it"),
        ("guaranteed until 2027-03-01, cost 120 EUR", BOTH, "the other way round"),
        ("cost 120 EUR cost 120.00 EUR", EUR120, "the same twice"),
    ],
)
@pytest.mark.parametrize("where", ["add {0} -> {1} {2}", "add {0} {2} -> {1}", "add {2} {0} -> {1} every 6h"])
def test_terms_are_understood_anywhere(where: str, typed: str, terms: Terms, why: str) -> None:
    command = parse(where.format(A, OURS, typed))
    assert isinstance(command, Add), (command, why)
    [row] = command.rows
    assert (row.page, row.target, row.terms) == (A, OURS, terms), why


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("guaranteed until 2027-03-01 claim 14 days", GuaranteeSaid(14)),
        ("claim within 14 days, covers removed, nofollow", GuaranteeSaid(14, frozenset({Covered.REMOVED, NOFOLLOW}))),
        (
            'covers:nofollow claim:14d remedy "paid &lt;back&gt;"',
            GuaranteeSaid(14, frozenset({NOFOLLOW}), "paid <back>"),
        ),
        ("claim 14 claim 14 days", GuaranteeSaid(14)),
        ("tag claim", GuaranteeSaid()),
    ],
)
@pytest.mark.parametrize("where", ["add {0} -> {1} {2} every 6h", "add {0} {2} -> {1} nofollow-ok", "edit L-12 {2}"])
def test_what_a_guarantee_says_is_understood_anywhere(where: str, typed: str, said: GuaranteeSaid) -> None:
    command = parse(where.format(A, OURS, typed))
    assert isinstance(command, Add | Edit), command
    row = command.rows[0] if isinstance(command, Add) else command.options
    assert row.guarantee == said
    assert row.anchor == ""


@pytest.mark.parametrize(
    ("typed", "command", "why"),
    [
        ("edit L-12 cost 90 EUR", Edit(L12, Row("", "", terms=Terms(Money(Decimal(90), "EUR")))), ""),
        ("edit cost 90 EUR 12", Edit(L12, Row("", "", terms=Terms(Money(Decimal(90), "EUR")))), "90 is no link here"),
        ("edit L-12 guaranteed until 2027-03-01", Edit(L12, Row("", "", terms=UNTIL)), ""),
        ("edit L-12 guaranteed until 1 Mar 2027", Edit(L12, Row("", "", terms=UNTIL)), "1 is no link here"),
        (
            'edit €120 L-12 anchor "cost 5 EUR" every 6h',
            Edit(L12, Row("", "", anchor="cost 5 EUR", every=timedelta(hours=6), terms=EUR120)),
            "an anchor text is one whatever it says",
        ),
        ("edit L-12 anchor cost", Edit(L12, Row("", "", anchor="cost")), "without quotes too"),
        ("edit L-12 tag price", Edit(L12, Row("", "", tags=frozenset({"price"}))), "and a tag"),
        ("edit L-12 cost none", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.COST}))), "taken away"),
        ("edit L-12 cost:none", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.COST}))), ""),
        ("edit L-12 -cost", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.COST}))), ""),
        ("edit L-12 no guarantee", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.GUARANTEE}))), ""),
        ("edit L-12 guaranteed until none", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.GUARANTEE}))), ""),
        ("edit without cost 12", Edit(L12, Row("", ""), Removals(terms=frozenset({Term.COST}))), ""),
        (
            "edit L-12 guarantee none €120",
            Edit(L12, Row("", "", terms=EUR120), Removals(terms=frozenset({Term.GUARANTEE}))),
            "one goes",
        ),
        ("edit L-12", OpenEdit(L12), "nothing said"),
    ],
)
def test_terms_are_changed_and_taken_away(typed: str, command: object, why: str) -> None:
    assert parse(typed) == command, why


def test_terms_on_a_line_of_their_own_are_for_all_that_say_nothing_else() -> None:
    command = parse(f"add cost 120 EUR guaranteed until 2027-03-01\n{A} -> {OURS}\n{A}2 -> {OURS} $99")
    assert isinstance(command, Add)
    assert [row.terms for row in command.rows] == [BOTH, Terms(Money(Decimal(99), "USD")).over(UNTIL)]


@pytest.mark.parametrize(
    ("typed", "word", "why"),
    [
        ("cost", "cost", "says nothing yet"),
        ("cost tag:x", "tag:x", "no amount"),
        ("cost 120", "120", "names no currency"),
        ("cost 120 tag:x", "120", "names no currency"),
        ("cost 120 guaranteed until 2027-03-01", "120", "names no currency"),
        ("cost 120 XYZ", "XYZ", "no currency that we know"),
        ("cost XYZ 120", "XYZ", "no currency that we know"),
        ("cost 120 ¥", "¥", "several currencies"),
        ("cost -5 EUR", "-5", "less than nothing"),
        ("cost NaN", "NaN", "no amount"),
        ("cost nan EUR", "nan", "no amount"),
        ("cost 1e9 EUR", "1e9", "no amount"),
        ("cost 99999999999 EUR", "99999999999", "more than any link costs"),
        ("cost 120.505,1 EUR cost 90 EUR", "90 EUR", "contradicts"),
        ("claim soon", "soon", "no number of days"),
        ("claim 14 days claim 15 days", "claim", "one number of days too many"),
        ("covers luck", "luck", "is none of removed"),
        ("remedy soon", "soon", "no remedy in quotation marks"),
        ("guaranteed", "guaranteed", "says nothing yet"),
        ("guaranteed until", "guaranteed", "says nothing yet"),
        ("guaranteed until tomorrow", "tomorrow", "is not a day"),
        ("guaranteed until 2027-02-30", "2027-02-30", "not in the calendar"),
        ("guaranteed until 01/03/2027", "01/03/2027", "two ways"),
        ("guaranteed 2027-03-01 guaranteed 2028-03-01", "2028-03-01", "contradicts"),
    ],
)
@pytest.mark.parametrize("where", [f"add {A} -> {OURS} {{}}", "edit L-12 {}"])
def test_what_is_wrong_is_named_with_one_right_example(where: str, typed: str, word: str, why: str) -> None:
    wrong = parse(where.format(typed))
    assert isinstance(wrong, ParseError)
    assert wrong.word == word
    assert why in wrong.why
    assert ("cost 120 EUR" in wrong.example) or ("guaranteed until 2027-03-01" in wrong.example)
    assert not isinstance(parse(wrong.example), ParseError)


@pytest.mark.parametrize(
    "typed", ["edit L-12 cost none €120", "edit L-12 €120 cost none", f"add {A} -> {OURS} cost none"]
)
def test_to_say_and_to_take_at_once_is_refused(typed: str) -> None:
    wrong = parse(typed)
    assert isinstance(wrong, ParseError)
    assert not isinstance(parse(wrong.example), ParseError)


@given(amounts(), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_what_we_print_can_be_typed(cost: Money, until: date) -> None:
    printed = f"Cost {format_money(cost)}, guaranteed until {format_day(until)}"
    assert parse(f"edit L-12 {printed}") == Edit(L12, Row("", "", terms=Terms(cost, until)))


OTHERS = (A, "-&gt;", OURS, "nofollow-ok", '"cost 5 EUR"', "tag:x", "every", "6h", "<@U1|ada>", "to", "12", "L-12", ",")
CLAUSES = ("cost 120 EUR", "cost €120", "cost:120EUR", "cost EUR 120", "costs 120 euros,")


@given(st.lists(st.sampled_from(OTHERS)), st.lists(st.sampled_from(OTHERS)), st.sampled_from(CLAUSES))
def test_a_clause_is_taken_out_and_all_other_words_are_left(before: list[str], after: list[str], clause: str) -> None:
    said = terms_in(words_of(" ".join([*before, clause, *after])), "edit L-12")
    assert said.terms == EUR120
    others = words_of(" ".join([*before, *after]))
    assert [word for word in said.others if not word.is_stop] == [word for word in others if not word.is_stop]


@given(st.text(max_size=80))
def test_nothing_typed_breaks_the_parser(text: str) -> None:
    parse(f"edit L-12 cost {text}")
    parse(f"add {A} -> {OURS} guaranteed until {text}")
