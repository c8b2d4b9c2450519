"""What hands connections on, and drops what each asks for: whatever would work through it refuses to."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from jobs.__main__ import main
from jobs.store.errors import StoreUnreachableError
from jobs.store.postgres.store import open_postgres
from jobs.store.tiny.store import open_tiny


@pytest.fixture
def pooled(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database behind a pooler, with a folder beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKWATCH_STORE__PATH", str(tmp_path / "data"))
    with pooler(migrated_url) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        yield url


@pytest.mark.parametrize(
    "command",
    [
        ["migrate"],
        ["move", "--from", "tinydb", "--to", "postgres"],
        ["move", "--from", "postgres", "--to", "tinydb"],
        ["doctor", "--store"],
    ],
)
def test_a_command_says_that_a_pooler_stands_in_between(
    pooled: str, tmp_path: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    if command[:3] != ["move", "--from", "postgres"]:
        asyncio.run(some_folder(tmp_path / "data"))
    assert main(command) == 1
    assert "a pooler, such as pgbouncer, drops what each connection asks for" in "".join(capfd.readouterr())


async def test_no_store_is_opened_through_a_pooler(pooled: str) -> None:
    with pytest.raises(StoreUnreachableError, match="pgbouncer, drops"):
        await open_postgres(pooled)


async def some_folder(folder: Path) -> None:
    await (await open_tiny(folder)).close()


@contextmanager
def pooler(url: str) -> Iterator[str]:
    """Where one listens that hands all on to the server but the options with which a connection begins."""
    parts = conninfo_to_dict(url)
    server = f"{parts['host']}/.s.PGSQL.{parts['port']}"

    async def hand_on(client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(server)
        asked = await client.readexactly(int.from_bytes(await client.readexactly(4), "big") - 4)
        to_server.write(without_options(asked))
        await asyncio.gather(pipe(client, to_server), pipe(from_server, to_client))

    async def serve(listens: "Future[int]", over: "Future[None]") -> None:
        async with await asyncio.start_server(hand_on, "127.0.0.1", 0) as listening:
            listens.set_result(listening.sockets[0].getsockname()[1])
            await asyncio.wrap_future(over)

    listens, over = Future[int](), Future[None]()
    serving = threading.Thread(target=asyncio.run, args=(serve(listens, over),))
    serving.start()
    try:
        where = f"{parts['user']}@127.0.0.1:{listens.result(10)}/{parts['dbname']}"
        yield f"postgresql://{where}?sslmode=disable&gssencmode=disable"
    finally:
        over.set_result(None)
        serving.join()


def without_options(asked: bytes) -> bytes:
    """The message that begins a connection, with a new length; its names and values each end in a zero."""
    words = asked[4:].rstrip(b"\0").split(b"\0")
    kept = [word for at in range(0, len(words), 2) if words[at] != b"options" for word in words[at : at + 2]]
    message = asked[:4] + b"".join(word + b"\0" for word in kept) + b"\0"
    return (len(message) + 4).to_bytes(4, "big") + message


async def pipe(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    try:
        while some := await source.read(65_536):
            to.write(some)
    finally:
        to.close()
