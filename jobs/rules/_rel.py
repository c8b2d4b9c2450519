"""What the three tokens of `rel` share that ask search engines not to follow a link."""

from jobs.model.findings import Finding, Severity
from jobs.model.link import Expectation
from jobs.model.reading import Sighting

PROBABLY_NOTHING = "Google takes it as a hint and will generally not follow the link: it probably passes nothing."


def unagreed_token(token: str, expected: Expectation, sighting: Sighting) -> Finding | None:
    """A finding where the best link carries `token` and nobody agreed to it."""
    best = sighting.best
    if best is None or token not in best.rel or token in expected.rel:
        return None
    return Finding(token, Severity.WEAKENED, f"The link carries rel={token}.", was="followed", now=token)
