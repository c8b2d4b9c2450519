"""A database with all tables, for what is tested beside the store."""

from jobs.store.postgres.connection import connect
from jobs.store.postgres.migrate import migrate


def migrated(url: str) -> str:
    """The address of the database, its tables made."""
    with connect(url) as connection:
        migrate(connection)
    return url
