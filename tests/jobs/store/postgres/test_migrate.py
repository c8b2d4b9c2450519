"""The tables' versions, and what is said of a database that is not there or not ready."""

from urllib.parse import quote

import psycopg
import pytest

from jobs.store.errors import StoreBehindError, StoreTooNewError, StoreUnreachableError
from jobs.store.postgres.connection import connect, open_pool
from jobs.store.postgres.migrate import known_steps, migrate, refuse_other_versions


def test_an_empty_database_gets_all_tables_once(database_url: str) -> None:
    with connect(database_url) as connection:
        with pytest.raises(StoreBehindError, match="python -m jobs migrate"):
            refuse_other_versions(connection)
        assert migrate(connection) == known_steps()
        assert migrate(connection) == []
        refuse_other_versions(connection)


def test_what_a_newer_version_made_is_left_alone(database_url: str) -> None:
    with connect(database_url) as connection:
        migrate(connection)
        connection.execute("insert into linkwatch_versions (number, name) values (9999, '9999_later')")
        for look in (migrate, refuse_other_versions):
            with pytest.raises(StoreTooNewError, match="9999_later"):
                look(connection)


def test_a_step_that_fails_leaves_nothing_behind(database_url: str) -> None:
    with connect(database_url) as connection:
        connection.execute("create table events (mine int)")
        with pytest.raises(psycopg.errors.DuplicateTable):
            migrate(connection)
        assert connection.execute("select to_regclass('links')").fetchone() == (None,)


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.number for step in known_steps()] == list(range(1, len(known_steps()) + 1))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:secret@127.0.0.1:1/mine", r"mine at 127\.0\.0\.1:1.*Connection refused"),
        ("postgres//me:secret", "DATABASE_URL.*no address of a database"),
        ("postgresql://me:12/secret@127.0.0.1:1/mine", "DATABASE_URL.*no address.*%2F"),
        ("postgresql://me:my@secret@127.0.0.1:1/mine", "DATABASE_URL.*no address.*%40"),
    ],
)
def test_a_database_that_does_not_answer_is_named_without_its_password(url: str, said: str) -> None:
    for ask in (connect, lambda url: open_pool(url, 1)):
        with pytest.raises(StoreUnreachableError, match=said) as raised:
            ask(url)
        assert "secret" not in str(raised.value)


@pytest.mark.parametrize("theirs", ["-c work_mem=8MB", "-cwork_mem=8MB -c idle_in_transaction_session_timeout=0"])
def test_options_of_the_address_hold_beside_ours_and_not_against_them(database_url: str, theirs: str) -> None:
    with connect(f"{database_url}{'&' if '?' in database_url else '?'}options={quote(theirs)}") as connection:
        asked = "select current_setting('work_mem'), current_setting('idle_in_transaction_session_timeout')"
        assert connection.execute(asked).fetchone() == ("8MB", "1min")


def test_no_connection_holds_locks_while_it_sleeps(database_url: str) -> None:
    with connect(database_url) as connection:
        row = connection.execute("show idle_in_transaction_session_timeout").fetchone()
    assert row == ("1min",)
