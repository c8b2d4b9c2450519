"""A secret that goes to the origins it was made for, and to no other."""

from dataclasses import dataclass, field

import ada_url


@dataclass(frozen=True, slots=True)
class Credential:
    """The value of an `Authorization` header, and the origins (`https://files.example`) that may see it."""

    origins: frozenset[str]
    value: str = field(repr=False)

    def headers_for(self, url: str) -> dict[str, str]:
        """The header for one request: empty for every other origin, so that no redirect carries the secret away."""
        return {"Authorization": self.value} if _origin(url) in self.origins else {}


def _origin(url: str) -> str:
    try:
        return ada_url.URL(url).origin
    except ValueError:
        return ""
