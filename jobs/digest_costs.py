"""What the digest says of costs (pure)."""

from collections.abc import Iterable, Sequence

from jobs.model.digest import DownCosts
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.units.money import sums
from jobs.verdicts.guarantee import is_down


def costs_of_what_is_down(links: Iterable[Link]) -> tuple[DownCosts, ...]:
    """What the lost and the weakened ones cost, each currency for itself; states without a known cost are left out."""
    down = [link for link in links if is_down(link)]
    found = (_costs(state, down) for state in (LinkState.LOST, LinkState.WEAKENED))
    return tuple(costs for costs in found if costs.known)


def _costs(state: LinkState, down: Sequence[Link]) -> DownCosts:
    those = [link for link in down if link.standing.state is state]
    costs = [link.terms.cost for link in those if link.terms.cost]
    return DownCosts(state, len(those), len(costs), sums(costs))
