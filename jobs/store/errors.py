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


class StoreUnreachableError(StoreUnwritableError):
    """The database does not answer, or refuses; the message says which and why, without its password."""

    def __init__(self, database: str, why: str, *, answers: bool = False, is_full: bool = False) -> None:
        OSError.__init__(self, f"The database {'refuses' if answers else 'cannot be reached'} ({database}): {why}")
        self.is_full = is_full


class StoreBehindError(StoreDamagedError):
    """The database lacks tables that this version asks for; the message says what to run."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"The database is not ready ({missing}): run `python -m jobs migrate` once.")


class OwnToolsError(Exception):
    """The database has better tools of its own for this; the message says which."""

    def __init__(self, command: str) -> None:
        super().__init__(f"The store is in PostgreSQL, which has tools of its own for that: {command}")
