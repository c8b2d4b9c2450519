"""What a store may refuse."""


class StaleError(Exception):
    """Somebody else wrote in between, or the lease has passed on: read again and decide again. Nothing was written."""


class StoreLockedError(Exception):
    """Another process has this store open."""


class StoreDamagedError(Exception):
    """What is stored cannot be read whole, and going on would lose it; the message says what and where."""


class StoreReadOnlyError(Exception):
    """The store was opened to read only."""


class StoreUnwritableError(OSError):
    """The disk takes nothing; the message says why, in a sentence. Nothing was changed, and the store has logged it."""

    def __init__(self, why: str, *, is_full: bool) -> None:
        super().__init__(f"Nothing can be stored: {why}.")
        self.is_full = is_full
        """Whether more room would help."""


class StoreTooNewError(StoreDamagedError):
    """A newer version wrote this store; this one would not understand all of it."""
