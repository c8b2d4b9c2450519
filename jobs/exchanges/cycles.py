"""Links in a circle of three: A links to B, B to C, and C to A again, be one of them us or none (pure)."""

from collections.abc import Collection, Mapping

Cycle = tuple[str, str, str]
"""Three sites, each of which links to the next, and the last to the first; it begins with the first by name."""

EXCESSIVE = (
    "Google's spam policies name “Excessive link exchanges (\"Link to me and I'll link to you\") or partner pages "
    "exclusively for the sake of cross-linking” as link spam (developers.google.com/search/docs/essentials/"
    "spam-policies). They name no number, and so no safe one is shown here."
)
"""In Google's words, with their source."""


def cycles_of_three(links_to: Mapping[str, Collection[str]]) -> tuple[Cycle, ...]:
    """Every circle of three among these sites, each once, by name; two who link to each other are none.

    Takes time by the links among the sites, and those of the sites that they lead to. Each is found from its first
    site by name, since from either of the others it would be found again.
    """
    out = {site: frozenset(others) - {site} for site, others in links_to.items()}
    back: dict[str, set[str]] = {}
    for site, others in out.items():
        for other in others:
            back.setdefault(other, set()).add(site)
    found = [
        (first, second, third)
        for first, others in out.items()
        if (closing := back.get(first))
        for second in others
        if second > first
        for third in out.get(second, frozenset()) & closing
        if third > first
    ]
    return tuple(sorted(found))


def circle_words(cycle: Cycle) -> str:
    """`a.example → b.example → c.example → a.example`."""
    return " → ".join((*cycle, cycle[0]))
