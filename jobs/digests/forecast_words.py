"""A forecast in words, for Slack, reports and the terminal alike (pure)."""

from jobs.digests.lives import FEWEST
from jobs.model.worth import YEAR, CostAhead, Forecast
from jobs.units.english import joined, several


def forecast_words(ahead: Forecast) -> str:
    """What is likely of links that stand, and what that rests on; why nothing is said, where too little is known."""
    these = several(ahead.standing, "link")
    if not ahead.standing:
        return "No link stands now."
    if ahead.gone is None:
        return (
            f"Too little is known to say how many of these {these} will be gone in {span(ahead.days)}: of "
            f"{several(ahead.watched, 'link')} ever watched {ahead.losses:,} were lost for good, and we want {FEWEST}, "
            f"and a link that was watched for half of that time."
        )
    costs = joined(_give_or_take(each) for each in ahead.costs)
    with_them = f", and with them {costs} of what they cost" if costs else ""
    return (
        f"Of these {these} {round(ahead.gone):,} ± {max(1, round(ahead.give_or_take)):,} will be gone in "
        f"{span(ahead.days)}{with_them}, if things go on as before: {fared(ahead.losses, ahead.watched)}."
    )


def span(days: int) -> str:
    """`a year`, `100 days`."""
    return "a year" if days == YEAR else several(days, "day")


def fared(losses: int, watched: int) -> str:
    """What it rests on."""
    return f"{losses:,} of {several(watched, 'link')} that were watched were lost for good"


def _give_or_take(cost: CostAhead) -> str:
    amount, doubt = cost.amount, cost.give_or_take
    return f"{amount.amount:,} ± {doubt.amount:,} {amount.currency}"


def by_quarter(ahead: Forecast) -> list[tuple[int, int]]:
    """After how many days how many are likely to stand, the first now; nothing where too little is known.

    What is gone is rounded, as in the words, so that the last is what these leave.
    """
    parts = len(ahead.quarters) - 1
    left = [ahead.standing - round(ahead.standing - stand) for stand in ahead.quarters]
    return [(round(ahead.days * at / parts), stand) for at, stand in enumerate(left)]
