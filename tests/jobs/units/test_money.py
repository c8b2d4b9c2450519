"""Amounts of money: what people write is read exactly or refused with words, and what we write is read back."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobs.model.terms import Money
from jobs.units.currencies import _CODES, _SEVERAL, _SIGNS, currency_of, decimals_of
from jobs.units.money import MONTH, MOST, WrongMoneyError, format_money, per_month, read_money, sums

CURRENCIES = sorted(code for codes in _CODES.values() for code in codes.split())


@pytest.mark.parametrize(
    ("written", "amount", "currency", "why"),
    [
        ("120 EUR", "120", "EUR", "the example"),
        ("120eur", "120", "EUR", "no blank, small letters"),
        ("EUR 120", "120", "EUR", "the code before"),
        ("€120", "120", "EUR", "a sign"),
        ("120 €", "120", "EUR", "a sign behind"),
        ("$99", "99", "USD", "dollars of the United States, unless they say otherwise"),
        ("A$99", "99", "AUD", "which they do here"),
        ("120 euros", "120", "EUR", "in words"),
        ("20 Fr.", "20", "CHF", "with its point"),
        ("120,50 EUR", "120.50", "EUR", "a decimal comma"),
        ("120.5 EUR", "120.5", "EUR", "one decimal"),
        ("1,200.50 USD", "1200.50", "USD", "as England writes"),
        ("1.200,50 EUR", "1200.50", "EUR", "as the continent does"),
        ("1 200,50 EUR", "1200.50", "EUR", "as France does"),
        ("1\u202f200,50\u00a0€", "1200.50", "EUR", "with the blanks that France prints"),
        ("CHF 1\u2019200.-", "1200", "CHF", "as Switzerland does"),
        ("1,00,000 INR", "100000", "INR", "as India does"),
        ("1.200 EUR", "1200", "EUR", "nobody pays thousandths of a euro"),
        ("1.200 KWD", "1.2", "KWD", "but of a dinar"),
        ("1,200 JPY", "1200", "JPY", "a yen has no parts"),
        ("0 EUR", "0", "EUR", "it was free"),
        ("0.10 EUR", "0.10", "EUR", "never by way of a float"),
        ("1,000,000,000 VND", "1000000000", "VND", "the most"),
        ("+5 EUR", "5", "EUR", ""),
    ],
)
def test_an_amount_is_read_as_whoever_wrote_it_meant_it(written: str, amount: str, currency: str, why: str) -> None:
    assert read_money(written) == Money(Decimal(amount), currency), why


@pytest.mark.parametrize(
    ("written", "word", "why"),
    [
        ("", "", "no amount"),
        ("EUR", "EUR", "no amount"),
        ("120", "120", "names no currency"),
        ("EUR 120 USD", "EUR 120 USD", "two currencies"),
        ("120 XYZ", "XYZ", "no currency that we know"),
        ("120 XAU", "XAU", "no currency that we know"),
        ("120 ¥", "¥", "JPY or CNY"),
        ("120 kr", "kr", "SEK, NOK or DKK"),
        ("-5 EUR", "-5", "less than nothing"),
        ("\u22125 EUR", "\u22125", "less than nothing"),
        ("-0 EUR", "-0", "less than nothing"),
        ("NaN EUR", "NaN EUR", "no amount"),
        ("Infinity EUR", "Infinity EUR", "no amount"),
        ("1e5 EUR", "1e5 EUR", "no amount"),
        ("0x10 EUR", "0x10 EUR", "no amount"),
        ("1_000 EUR", "1_000 EUR", "no amount"),
        ("١٢٠ EUR", "١٢٠ EUR", "no amount"),
        (".5 EUR", ".5 EUR", "no amount"),
        ("1.2.3 EUR", "1.2.3", "no amount"),
        ("1,2345 EUR", "1,2345", "finer than EUR"),
        ("12,00,0 EUR", "12,00,0", "no amount"),
        ("120.5 JPY", "120.5", "finer than JPY"),
        ("0.123 EUR", "0.123", "finer than EUR"),
        ("1,200 KWD", "1,200", "two ways"),
        ("1000000001 EUR", "1000000001", "more than any link costs"),
        (f"{'9' * 30} EUR", "9" * 30, "more than any link costs"),
        (f"{'9' * 5000} EUR", f"{'9' * 5000} EUR", "no amount"),
    ],
)
def test_anything_else_is_refused_with_words(written: str, word: str, why: str) -> None:
    with pytest.raises(WrongMoneyError) as wrong:
        read_money(written)
    assert wrong.value.word == word
    assert why in wrong.value.why


@given(st.text(max_size=50) | st.from_regex(r"[-+]?[0-9.,' ]{0,12} ?[A-Z€$]{0,4}", fullmatch=True))
def test_whatever_is_written_is_an_amount_or_refused(written: str) -> None:
    try:
        money = read_money(written)
    except WrongMoneyError:
        return
    assert 0 <= money.amount <= MOST
    assert money.amount.is_finite()
    assert read_money(format_money(money)) == money


@st.composite
def amounts(draw: st.DrawFn) -> Money:
    currency = draw(st.sampled_from(CURRENCIES))
    places = decimals_of(currency)
    return Money(Decimal(draw(st.integers(0, MOST * 10**places))).scaleb(-places), currency)


@given(amounts())
@example(Money(Decimal("1.234"), "KWD"))
@example(Money(Decimal(1200), "KWD"))
@example(Money(Decimal(1200), "EUR"))
def test_what_we_write_is_read_back_as_it_was(money: Money) -> None:
    assert read_money(format_money(money)) == money


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("120", "EUR", "120 EUR"),
        ("120.00", "EUR", "120 EUR"),
        ("120.5", "EUR", "120.50 EUR"),
        ("12345.5", "USD", "12,345.50 USD"),
        ("1200", "JPY", "1,200 JPY"),
        ("1.2", "KWD", "1.200 KWD"),
        ("5", "ZZZ", "5 ZZZ"),
    ],
)
def test_amounts_are_shown_with_their_code(amount: str, currency: str, shown: str) -> None:
    assert format_money(Money(Decimal(amount), currency)) == shown


def test_different_currencies_are_never_added() -> None:
    costs = [Money(Decimal("0.10"), "USD"), Money(Decimal(5), "EUR"), Money(Decimal("0.20"), "USD")]
    assert sums(costs) == (Money(Decimal(5), "EUR"), Money(Decimal("0.30"), "USD"))
    assert sums([]) == ()


@given(st.lists(amounts(), max_size=30))
def test_a_sum_is_exact_and_in_any_order_the_same(costs: list[Money]) -> None:
    added = {money.currency: money.amount for money in sums(costs)}
    assert sums(reversed(costs)) == sums(costs)
    for currency in {money.currency for money in costs}:
        cents = 10 ** decimals_of(currency)
        assert added[currency] * cents == sum(int(each.amount * cents) for each in costs if each.currency == currency)


@pytest.mark.parametrize(
    ("paid", "each", "why"),
    [
        ([("120 EUR", 12.0)], ["10 EUR"], "a year"),
        ([("120 EUR", 6.0), ("60 EUR", 12.0)], ["10 EUR"], "all amounts by all months"),
        ([("120 EUR", 0.0), ("120 EUR", 12.0)], ["20 EUR"], "what never stood was paid for too"),
        ([("120 EUR", 0.9)], [], "less than a month says nothing"),
        (
            [("100 EUR", 3.0), ("100 USD", 4.0), ("1000 JPY", 3.0)],
            ["33.33 EUR", "333 JPY", "25 USD"],
            "each for itself",
        ),
        ([], [], "nothing paid"),
    ],
)
def test_what_a_lived_month_cost(paid: list[tuple[str, float]], each: list[str], why: str) -> None:
    lived = [(read_money(money), months * MONTH) for money, months in paid]
    assert [format_money(money) for money in per_month(lived)] == each, why


def test_every_sign_stands_for_a_code_and_none_is_one() -> None:
    assert {currency_of(sign) for sign in _SIGNS} <= set(CURRENCIES)
    assert not {sign.upper() for sign in (*_SIGNS, *_SEVERAL)} & set(CURRENCIES)
    assert all(len(code) == 3 for code in CURRENCIES)
    assert len(CURRENCIES) == len(set(CURRENCIES))
