"""Kills a writer on PostgreSQL at random, again and again, and looks what is left.

By hand, from the project's root: `python -m tests.jobs.store.postgres.crash 1000`. What is killed is our process, as
`tests.jobs.store.tiny.crash` does; what a dying server leaves is PostgreSQL's own matter.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from jobs.bench._own_postgres import CARELESS, OwnServer, own_postgres
from jobs.store.postgres.store import open_postgres
from tests.jobs.store.tiny.crash import Open, run
from tests.tools.stores import new_database

LONGEST_LIFE = 0.5
"""Seconds: a change takes several ways to the server and back, and one that is killed at its first proves little."""


@contextmanager
def another(server: OwnServer) -> Iterator[Open]:
    """A database for a store, and what opens that."""
    yield partial(open_postgres, new_database(server))


if __name__ == "__main__":
    with own_postgres(*CARELESS) as own:
        toll = run(int(sys.argv[1]), time.time_ns(), partial(another, own), LONGEST_LIFE)
    print(toll)  # noqa: T201  # a tool for the terminal
    sys.exit(toll.is_bad)
