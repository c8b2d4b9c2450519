"""Connections to the database: how they are opened, what each may take, and what is said where there is none."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool, PoolTimeout

from jobs.store.errors import StoreUnreachableError

CONNECT_SECONDS = 5
"""So long may it take to open a connection, or to be given one."""
SESSION = {
    "idle_in_transaction_session_timeout": "60s",  # a process that hangs must not hold locks
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "timezone": "UTC",
    "jit": "off",  # a claim is thought to find many, and compiling takes thirty times as long as finding the few
}
_MET_ANOTHER = {"40", "55"}
"""Classes of `SQLSTATE`: a transaction rolled back because of others, a lock not to be had."""
_ENDED = {"25P03", "25P04", "57P01", "57P02", "57P03", "57P05"}
"""What the server says as it ends a connection: it rested for too long in a transaction, or the server stops."""
_DISK_FULL = "53100"
_NOT_ALLOWED = "42501"
FAILED = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError, PoolTimeout)
"""What is raised where the database, or the way to it, is at fault, and not what was asked."""
# libpq says what it could not read, and the password may be in that.
_WANTED = (
    "it is no address of a database, such as postgresql://user:password@host/name; "
    "in a password, @ is written as %40 and / as %2F"
)
Connection = psycopg.Connection[TupleRow]

_OPTIONS: dict[str, Any] = {
    "autocommit": True,  # a question alone needs no transaction; changes open one
    "connect_timeout": CONNECT_SECONDS,
    "application_name": "linkwatch",
    # TCP tells of a network that was cut within half a minute, not after hours.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def options_for(url: str) -> dict[str, Any]:
    """What a connection to an address is opened with; what its own `options` say holds beside ours, not against them.

    Raises psycopg.ProgrammingError where it is no address.
    """
    ours = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    theirs = conninfo_to_dict(url).get("options")
    return _OPTIONS | {"options": f"{theirs} {ours}" if theirs else ours}


def open_pool(url: str, connections: int) -> ConnectionPool[Connection]:
    """At most so many connections, opened as they are needed; raises StoreUnreachableError where none can be."""
    connect(url).close()  # a pool alone would not say why
    with said_plainly(url):
        pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            timeout=CONNECT_SECONDS,
            kwargs=options_for(url),
            configure=_give_raw,
            open=False,
        )
        pool.open(wait=True, timeout=CONNECT_SECONDS)
    return pool


def connect(url: str) -> Connection:
    """One connection, outside of any pool; raises StoreUnreachableError where there is none, or through a pooler."""
    with said_plainly(url):
        connection = psycopg.connect(url, **options_for(url))
        try:
            _refuse_lost_settings(connection, url)
        except BaseException:
            connection.close()
            raise
    _give_raw(connection)
    return connection


def _refuse_lost_settings(connection: Connection, url: str) -> None:
    """Raise StoreUnreachableError where a connection is not as it was asked for: a pooler stands in between.

    Without our time-outs a process that hangs would hold its locks for ever, and where such a one lends its connections
    for a transaction alone, prepared statements and the lock of who leads are another's the next moment.
    """
    name = "idle_in_transaction_session_timeout"
    asked = "select current_setting(%s)::interval = %s::interval"
    if connection.execute(asked, [name, SESSION[name]]).fetchone() != (True,):
        why = "a pooler, such as pgbouncer, drops what each connection asks for; DATABASE_URL has to name the server"
        raise StoreUnreachableError(where_it_is(url), why, answers=True)


class _RawLoader(Loader):
    """Documents are decoded by those who ask for them."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def _give_raw(connection: Connection) -> None:
    connection.adapters.register_loader("json", _RawLoader)


def where_it_is(url: str) -> str:
    """The database of an address, as may be said anywhere: the password left out."""
    parts = conninfo_to_dict(url)
    if _is_garbled(parts):
        return "DATABASE_URL"
    port = f":{parts['port']}" if "port" in parts else ""
    return f"{parts.get('dbname') or 'the database'} at {parts.get('host') or 'this machine'}{port}"


def _is_garbled(parts: Mapping[str, Any]) -> bool:
    """Whether a part of the password was read as host, port or name: an `@` or `/` in it was not escaped."""
    host, port, name = (str(parts.get(part) or "") for part in ("host", "port", "dbname"))
    is_path = host.startswith(("/", "@"))
    return "@" in name or ("@" in host and not is_path) or bool(port.strip("0123456789,"))


def has_ended(error: psycopg.Error) -> bool:
    """Whether it is the connection that failed, rather than what was asked of it."""
    return error.sqlstate is None or error.sqlstate.startswith("08") or error.sqlstate in _ENDED


@contextmanager
def said_plainly(url: str) -> Iterator[None]:
    """Raises StoreUnreachableError, a sentence, where the database does not answer, and as it is what met another."""
    try:
        yield
    except psycopg.ProgrammingError as error:
        if error.sqlstate == _NOT_ALLOWED:
            raise StoreUnreachableError(where_it_is(url), _first_line(error), answers=True) from None
        if error.sqlstate is not None:
            raise
        raise StoreUnreachableError("DATABASE_URL", _WANTED) from None
    except FAILED as error:
        if (error.sqlstate or "")[:2] in _MET_ANOTHER:
            raise
        if (where := where_it_is(url)) == "DATABASE_URL":
            raise StoreUnreachableError(where, _WANTED) from None
        is_full = error.sqlstate == _DISK_FULL
        raise StoreUnreachableError(where, _first_line(error), answers=not has_ended(error), is_full=is_full) from None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
