"""The arguments of a Web API call, whichever way they were sent."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.nouns import Json, SlackError

TRUE = {True, "1", "true", "True"}


class Args:
    """Arguments by name; structured ones may come as JSON text, as in forms."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.given.get(name)
        return default if value is None else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A string that must be there; raises SlackError where it is not."""
        if not self.text(name):
            raise SlackError(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return self.text(name)

    def flag(self, name: str) -> bool:
        """True where it was said."""
        return self.given.get(name) in TRUE

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`; raises SlackError (`invalid_limit`) for anything else."""
        try:
            value = int(self.given.get(name) or default)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if value < 1:
            raise SlackError("invalid_limit")
        return min(value, most)

    def many(self, name: str, error: str) -> list[Json] | None:
        """A list of objects; None where it was not given. Raises SlackError for anything else."""
        value = self._parsed(name, error)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise SlackError(error)
        return value

    def one(self, name: str, error: str) -> Json | None:
        """An object; None where it was not given. Raises SlackError for anything else."""
        value = self._parsed(name, error)
        if value is not None and not isinstance(value, dict):
            raise SlackError(error)
        return value

    def _parsed(self, name: str, error: str) -> Any:
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None
