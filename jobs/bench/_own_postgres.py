"""A PostgreSQL of our own for benches and tests: made in a temporary folder, gone with whoever started it.

It asks nothing of an installed server but its programs: no account, no running service, no port of TCP unless asked.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

MISSING = "NO POSTGRESQL: its programs are neither in /usr/lib/postgresql nor on the PATH (apt-get install postgresql)"
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
"""Settings for tests: fast, and lost with the machine's power."""

_USER = "linkwatch"
_PORT = 5432  # of the socket file alone, where nothing else lives
_ENDS_WITH_US = 'folder=$1; shift; "$@" & read -r keep; kill -QUIT $!; wait; [ "$keep" ] || rm -rf "$folder"'
"""For `sh`: the server runs as long as our end of its standard input is open; a kill -9 of ours leaves nothing."""


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: what the PATH names, else the newest of Debian's, which it does not."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -float(folder.parent.name))
    if named := shutil.which("initdb"):
        folders.insert(0, Path(named).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class OwnServer:
    """A server over the socket file in its folder; `start` and `stop` as often as a test of faults wants."""

    def __init__(self, programs: Path, folder: Path, settings: tuple[str, ...]) -> None:
        self._programs = programs
        self._folder = folder
        self._settings = settings
        self._runs: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres", host: str = "") -> str:
        """What DATABASE_URL is to be for one of its databases; `host`: an address of `listen_addresses`."""
        return f"postgresql://{_USER}@/{database}?host={host or quote(str(self._folder), safe='')}&port={_PORT}"

    @property
    def socket(self) -> Path:
        """The file at which it answers."""
        return self._folder / f".s.PGSQL.{_PORT}"

    def start(self) -> None:
        """Start and wait until it answers; RuntimeError with the end of its log where it does not."""
        options = ["listen_addresses=", f"unix_socket_directories={self._folder}", f"port={_PORT}", *self._settings]
        given = [part for option in options for part in ("-c", option)]
        with self._log.open("ab") as log:
            runs: subprocess.Popen[bytes] = subprocess.Popen(
                [
                    "/bin/sh",
                    "-c",
                    _ENDS_WITH_US,
                    "sh",
                    self._folder,
                    self._programs / "postgres",
                    "-D",
                    self._data,
                    *given,
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,
                **_as_nobody_special(),
            )
        self._runs = runs
        for _ in range(600):
            if self._run("pg_isready", "--quiet", check=False) == 0:
                return
            if runs.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End at once, as where the power fails: connections break, and the next start recovers."""
        self._end(b"keep\n")

    def discard(self) -> None:
        """End, and remove its files."""
        self._end(b"")
        shutil.rmtree(self._folder, ignore_errors=True)

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, as a copy of `template`; gives its address."""
        self._run("createdb", "--template", template, database)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        self._run("dropdb", "--force", database)

    def initialise(self) -> None:
        """Make the server's files; a language's order of letters where it can, for most servers have one."""
        has_icu = b"--icu-locale" in subprocess.check_output([self._programs / "initdb", "--help"])
        order = ["--locale-provider=icu", "--icu-locale=en-US"] if has_icu else []
        self._run("initdb", "-D", self._data, "--encoding=UTF8", "--locale=C", *order, "--auth=trust", "--no-sync")

    def _end(self, last_words: bytes) -> None:
        if self._runs is not None:
            self._runs.communicate(last_words)
        self._runs = None

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> int:
        env = os.environ | {"PGHOST": str(self._folder), "PGPORT": str(_PORT), "PGUSER": _USER}
        done = subprocess.run(
            [self._programs / program, *(["--username", _USER] if program == "initdb" else []), *arguments],
            env=env,
            cwd=self._folder,
            capture_output=True,
            check=False,
            **_as_nobody_special(),
        )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")
        return done.returncode


def _as_nobody_special() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: arguments for `subprocess` that make it somebody else there."""
    if os.geteuid() != 0:
        return {}
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def own_postgres(*settings: str) -> Iterator[OwnServer]:
    """A running server that ends with the block; RuntimeError(MISSING) where PostgreSQL is not installed."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError(MISSING)
    # Not below a folder of pytest's: a socket's path may be 107 bytes long, and those folders are closed to others.
    folder = Path(tempfile.mkdtemp(prefix="linkwatch-pg-"))
    if who := _as_nobody_special():
        shutil.chown(folder, who["user"])
    server = OwnServer(programs, folder, settings)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.discard()
