"""What commands over many links would do, as it was shown, until it is done.

It lives in this process alone, for an hour: after a restart a press on its button shows it anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from cachetools import LRUCache, TTLCache

from bot.access.permissions import Asker
from bot.grammar.edit_values import BulkPreview

KEPT_FOR = timedelta(hours=1)
_MOST_KEPT = 200


@dataclass(slots=True)
class BulkPreviews:
    """What may still be done, by name."""

    _shown: TTLCache[str, BulkPreview] = field(default_factory=lambda: TTLCache(_MOST_KEPT, KEPT_FOR.total_seconds()))
    """By the machine's clock: people read no faster where the bot's own is quick, as in the demo."""
    _taken: LRUCache[str, bool] = field(default_factory=lambda: LRUCache(_MOST_KEPT))
    _at_work: set[str] = field(default_factory=set)

    def keep(self, preview: BulkPreview) -> None:
        """Remember what was shown."""
        self._shown[preview.name] = preview

    def take(self, name: str, asker: Asker) -> BulkPreview | None:
        """What was shown to this person in this channel, once; None where it is not known, or too old."""
        preview = self._shown.get(name)
        if preview is None or (preview.user, preview.channel) != (asker.user, asker.channel):
            return None
        del self._shown[name]
        self._taken[name] = True
        return preview

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Somebody has it done, or undone, until the end of the block."""
        self._at_work.add(name)
        try:
            yield
        finally:
            self._at_work.discard(name)

    def is_at_work(self, name: str) -> bool:
        """Whether it is being done, or undone, now."""
        return name in self._at_work

    def is_taken(self, name: str) -> bool:
        """Whether somebody is having it done, or has."""
        return name in self._taken
