"""What links are worth, in words and as rows of a file, for Slack and the terminal alike (pure)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import isinf

from jobs.formats.cells import escaped
from jobs.model.worth import Factor, Priced, Weighed, Worth
from jobs.partners.worth import FEWEST_PRICED, GoingRate, Ranking, WeighedLink
from jobs.units.english import joined, several
from jobs.units.money import MONTH, format_money

HEURISTIC = (
    "Rules of thumb, all five: they rank links of one channel, and say nothing of a market. No authority of pages is "
    "guessed, and visitors that a link brings are not in it."
)
UNKNOWN = "unknown"
_TIMES = " × "  # noqa: RUF001  # the sign of a product
_LEAST = 0.0001
"""Hundredths that are still shown."""
COLUMNS = (
    *("rank", "link", "channel", "page", "target", "worth"),
    *(name for factor in Factor for name in (factor.value, f"{factor.value}_because")),
    *("cost", "currency", "worth_at_your_rate", "times", "months_lived", "cost_per_month", "worth_per_month"),
)
"""Of the file that a ranking is written as."""


def worth_words(worth: Worth) -> str:
    """The worth with its factors, each with what it rests on; words of it may be foreign."""
    told = _TIMES.join(f"{each.factor} {percentage(each.value)} ({each.because})" for each in _multiplied(worth))
    left_out = (f", without {each.factor} ({each.because})" for each in worth.factors if each not in _multiplied(worth))
    return f"{percentage(worth.weight)} = {told}{''.join(left_out)}. Rules of thumb, all of it."


def factors_in_short(worth: Worth) -> str:
    """The factors alone, in words of ours."""
    return _TIMES.join(f"{each.factor} {percentage(each.value)}" for each in _multiplied(worth))


def _multiplied(worth: Worth) -> list[Weighed]:
    """The factors that the worth is the product of."""
    return [each for each in worth.factors if each.value is not None or each.factor is not Factor.LASTING]


def percentage(value: float | None) -> str:
    """A share with two figures that count, however small it is: `63 %`, `0.42 %`, `0.0031 %`."""
    if value is None:
        return UNKNOWN
    hundredths = value * 100
    if hundredths >= 10:  # noqa: PLR2004  # two figures before the point
        return f"{hundredths:.0f} %"
    if 0 < hundredths < _LEAST:
        return f"less than {_LEAST:f}".rstrip("0") + " %"
    return f"{float(f'{hundredths:.2g}'):f}".rstrip("0").rstrip(".") + " %"


def price_words(priced: Priced) -> str:
    """What it is worth at one's own rate, what it cost, and the same for each month that it stood."""
    told = (
        f"{format_money(priced.worth)} at your own rate (all that was paid for "
        f"{several(priced.links, 'link')} in {priced.cost.currency}, spread by worth); it cost "
        f"{format_money(priced.cost)}"
    )
    if priced.cost_a_month is None or priced.worth_a_month is None:
        return f"{told}. It stood for less than a month."
    months = f"{priced.lived / MONTH:,.1f}"
    return f"{told}. For each of the {months} months that it was seen to stand: {month_words(priced)}."


def month_words(priced: Priced) -> str:
    """`worth 6.17 EUR, cost 10 EUR`; empty where it stood for less than a month."""
    if priced.cost_a_month is None or priced.worth_a_month is None:
        return ""
    return f"worth {format_money(priced.worth_a_month)}, cost {format_money(priced.cost_a_month)}"


def dear_words(priced: Priced) -> str:
    """How much more it cost than it is worth."""
    if isinf(priced.times):
        return f"it cost {format_money(priced.cost)}, and is worth nothing by these rules"
    return f"it cost {format_money(priced.cost)}, {priced.times:,.1f} times its worth of {format_money(priced.worth)}"


def what_is_unknown(ranking: Ranking) -> str:
    """How many links cannot be ranked, and for what; empty where all can."""
    unranked = [each.worth for each in ranking.links if each.worth.weight is None]
    missing: Counter[Factor] = Counter(
        each.factor
        for worth in unranked
        for each in worth.factors
        if each.value is None and each.factor is not Factor.LASTING
    )
    if not unranked:
        return ""
    of = joined(f"{factor} of {missing[factor]:,}" for factor in Factor if missing[factor])
    return f"Of {several(len(unranked), 'link')} nobody can say what it is worth: unknown is {of}."


def measured_by(ranking: Ranking) -> list[str]:
    """What the chance to last and the money rest on, or why they are missing."""
    lasting = next((known.worth.factors[-1] for known in ranking.links), None)
    head = "Lasting" if lasting and lasting.value is not None else "Lasting is left out of all"
    money = [_rate_words(rate) for _, rate in sorted(ranking.by.going.items())]
    few = f"In money nothing is said: {FEWEST_PRICED} links with a known worth and a cost in one currency are wanted."
    return [*([f"{head}: {lasting.because}."] if lasting else []), *(money or [few])]


def _rate_words(rate: GoingRate) -> str:
    return f"{format_money(rate.paid)} was paid for {several(rate.links, 'link')} with a known worth."


def rows(links: Sequence[WeighedLink]) -> Iterator[Mapping[str, str]]:
    """Each link as a row of the file, by column."""
    for rank, each in enumerate(links, 1):
        yield {**_link(rank, each), **_factors(each.worth), **_money(each)}


def _link(rank: int, each: WeighedLink) -> Mapping[str, str]:
    link, weight = each.link, each.worth.weight
    named = {"link": link.ref, "channel": link.channel, "page": link.page_url, "target": link.target}
    return {"rank": "" if weight is None else str(rank), **named, "worth": _number(weight)}


def _factors(worth: Worth) -> Mapping[str, str]:
    found = [(each.factor.value, each) for each in worth.factors]
    return {name: _number(each.value) for name, each in found} | {
        f"{name}_because": each.because for name, each in found
    }


def _money(each: WeighedLink) -> Mapping[str, str]:
    cost, priced = each.link.terms.cost, each.worth.priced
    lived = each.link.standing.lived / MONTH
    told = {"cost": f"{cost.amount}" if cost else "", "currency": cost.currency if cost else ""}
    told["months_lived"] = f"{lived:.1f}" if lived else ""
    if priced is None:
        return told
    months = {"cost_per_month": priced.cost_a_month, "worth_per_month": priced.worth_a_month}
    return {
        **told,
        "worth_at_your_rate": f"{priced.worth.amount}",
        "times": "" if isinf(priced.times) else f"{priced.times:.2f}",
        **{name: f"{money.amount}" if money else "" for name, money in months.items()},
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def as_csv(links: Sequence[WeighedLink]) -> str:
    """A ranking as a file; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows(links):
        writer.writerow({name: escaped(cell) for name, cell in row.items()})
    return out.getvalue()
