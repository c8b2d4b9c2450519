"""How many jobs for hosts four workers do in a second: taken from the queue and finished, with nothing to check."""

import asyncio
import subprocess
import sys
import time

from jobs.bench import Figure

WORKERS = 4
JOBS = 3_000
IN_LINE = 500
"""Jobs that wait at most, as `hand_out` keeps it."""
AT_ONCE = 16
"""Of each worker."""
LEAST = 200.0


def measure(url: str) -> Figure:
    """Put jobs into the queue of a database that has all tables, and have them done."""
    command = [sys.executable, "-m", "jobs.bench._host_jobs", url]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(WORKERS)]  # noqa: S603 - our own program
    try:
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()  # it is ready
        seconds = asyncio.run(_feed(url))
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    each_second = round(JOBS / seconds)
    return Figure(f"host jobs of {WORKERS} workers", each_second, "/s", f"at least {LEAST:g}", ok=each_second >= LEAST)


async def _feed(url: str) -> float:
    """Keep the line filled until all jobs are done; seconds from the first to the last."""
    from jobs.checks.queue.host_jobs import HostJobs, open_app
    from jobs.store.postgres.async_pool import open_async_pool

    left = [f"blog{number}.example" for number in range(JOBS)]
    async with open_async_pool(url, 2) as pool:
        jobs = HostJobs(await open_app(pool))
        begun = time.perf_counter()
        while True:
            now = await jobs.look()
            room = IN_LINE - len(now.waiting)
            await jobs.add([left.pop() for _ in range(min(room, len(left)))])
            if not (left or now.waiting or now.doing):
                return time.perf_counter() - begun
            await asyncio.sleep(0.05)


async def _work(url: str) -> None:
    """Take jobs until killed."""
    from jobs.checks.queue.host_jobs import QUEUE, VISIT, open_app
    from jobs.store.postgres.async_pool import open_async_pool

    async with open_async_pool(url, 8) as pool:
        app = await open_app(pool)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=AT_ONCE,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=0.5,
            additional_context={VISIT: _nothing_to_see},
        )


async def _nothing_to_see(_host: str) -> None:
    pass


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1]))
