"""Amounts of money as people write them, and as we write them back: exact, never by way of a float (pure)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from jobs.model.terms import Money
from jobs.units.currencies import currency_of, decimals_of

MOST = 1_000_000_000
"""No link costs more, in whatever currency."""
EXAMPLE = "120 EUR"
_APART = re.compile("['’\u00a0\u202f ]")  # noqa: RUF001  # what sets thousands apart beside points and commas
_CURRENCY = r"[^\s0-9.,'’+−-]{1,8}\.?"  # noqa: RUF001
_WRITTEN = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<number>[-+−]?[0-9][0-9.,'’\u00a0\u202f ]*)(?P<even>[-–—])?\s*"  # noqa: RUF001
    rf"(?P<after>{_CURRENCY})?"
)
"""A currency before or behind; `120,-` is how prices without cents are written."""
_READINGS = tuple(
    re.compile(
        rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?P<mark>[{marks}])(?:[0-9]{{2,3}}(?P=mark))*[0-9]{{3}})"
        rf"(?:[{point}](?P<decimals>[0-9]+))?"
    )
    for point, marks in ((".", ",'"), (",", ".'"))
)
"""English and continental; groups of two digits are how India writes."""
_LONGEST = 40
"""Characters of an amount that somebody may mean."""


class WrongMoneyError(ValueError):
    """What was written is no amount of money: the wrong word, and a sentence that goes on from it."""

    def __init__(self, word: str, why: str) -> None:
        super().__init__(word, why)
        self.word = word
        self.why = why


def read_money(written: str) -> Money:
    """An amount with its currency: `120 EUR`, `€120`, `120,50 EUR`, `1,200.50 USD`; raises WrongMoneyError."""
    found = _WRITTEN.fullmatch(written.strip()) if len(written) <= _LONGEST else None
    if found is None:
        raise WrongMoneyError(written, f"is no amount of money; write for example {EXAMPLE}.")
    currency = _currency(written.strip(), found["before"], found["after"])
    number = found["number"].strip()
    if number[0] in "-−":  # noqa: RUF001
        raise WrongMoneyError(number, f"is less than nothing; write for example {EXAMPLE}.")
    bare = number.removeprefix("+")
    return Money(_amount(bare.rstrip(".,") if found["even"] else bare, currency), currency)


def format_money(money: Money) -> str:
    """As it is shown, `1,200.50 EUR`; reading that gives the same back."""
    places = decimals_of(money.currency)
    # Where there are three decimals they are always shown: `1,200` might be 1.2 there.
    if places < 3 and money.amount == money.amount.to_integral_value():  # noqa: PLR2004
        places = 0
    return f"{money.amount:,.{places}f} {money.currency}"


def sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum for each currency, in the order of their codes."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for money in amounts:
        total[money.currency] += money.amount
    return tuple(Money(total[currency], currency) for currency in sorted(total))


MONTH = timedelta(days=365.25 / 12)


def per_month(paid: Iterable[tuple[Money, timedelta]]) -> tuple[Money, ...]:
    """What each month cost that was lived: for each currency the sum of the amounts, by that of the months.

    Each amount comes with how long that has lived which it was paid for. A currency with less than a month in all is
    left out: too young to say.
    """
    months: dict[str, timedelta] = defaultdict(timedelta)
    paid = list(paid)
    for money, lived in paid:
        months[money.currency] += lived
    return tuple(
        Money(
            round(total.amount / Decimal(months[total.currency] / MONTH), decimals_of(total.currency)), total.currency
        )
        for total in sums(money for money, _ in paid)
        if months[total.currency] >= MONTH
    )


def _currency(written: str, before: str | None, after: str | None) -> str:
    named = before or after
    if named is None or (before and after):
        why = "names two currencies" if named else "names no currency"
        raise WrongMoneyError(written, f"{why}; write for example {EXAMPLE}.")
    try:
        return currency_of(named)
    except ValueError as error:
        raise WrongMoneyError(named, f"{error}.") from None


def _amount(number: str, currency: str) -> Decimal:
    """The one reading that the currency allows: `1.200` is 1,200 euros, since nobody pays thousandths of a euro."""
    readings = list(_readings(number))
    if not readings:
        raise WrongMoneyError(number, f"is no amount of money; write for example {EXAMPLE}.")
    payable = {_exact(*reading) for reading in readings if len(reading[1]) <= decimals_of(currency)}
    if not payable:
        raise WrongMoneyError(number, f"is finer than {currency} can be paid; write for example {EXAMPLE}.")
    if len(payable) > 1 and "," in number:
        raise WrongMoneyError(number, f"can be read in two ways; write for example {number.replace(',', '.')}.")
    amount = min(payable)  # of two readings the one with decimals, which is how we write it ourselves
    if amount > MOST:
        raise WrongMoneyError(number, f"is more than any link costs; {MOST:,} is the most.")
    return amount


def _exact(whole: str, cents: str) -> Decimal:
    return Decimal(f"{whole}.{cents}" if cents else whole)


def _readings(number: str) -> Iterator[tuple[str, str]]:
    """The digits before and after the decimal mark, as England and as the continent read them."""
    for reading in _READINGS:
        if found := reading.fullmatch(_APART.sub("'", number)):
            yield re.sub("[^0-9]", "", found["whole"]), found["decimals"] or ""
