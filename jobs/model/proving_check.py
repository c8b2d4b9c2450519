"""One check that counted towards a loss: how an alert says that it was proved."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jobs.model.page import Outcome


class Witness(StrEnum):
    """Who showed at a check that the site, or our own line, was up."""

    NOBODY = "nobody"
    """Not asked: a first absence is only a suspicion."""
    HOME_PAGE = "home_page"
    SITE = "site"
    """A site whose home page is never there for us, which answered as it always does."""
    CANARY = "canary"
    """A page elsewhere that is always up, where the site itself cannot tell."""


@dataclass(frozen=True, slots=True)
class ProvingCheck:
    """What a check saw in place of the link."""

    at: datetime
    outcome: Outcome
    status: int | None
    """What the page answered; None where nothing did."""
    kind: str
    """Of finding, such as `missing`."""
    witness: Witness = Witness.NOBODY
