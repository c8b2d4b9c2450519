"""Several threads at one type for the first time: msgspec would crash the process, so types are made ready before."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TIMES = 6
PROGRAM = """
import sys, threading
from jobs.bench._made_store import made_link
from jobs.model.link import Link
from jobs.store.documents import decode, encode, make_ready
sys.setswitchinterval(1e-6)
link, together = made_link(1), threading.Barrier(8)
def use():
    together.wait()
    for _ in range(50):
        assert decode(encode(link), Link) == link
make_ready(Link)
threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_types_that_were_made_ready_are_used_by_several_threads() -> None:
    """Without `make_ready` about every third of these ends by a segmentation fault."""
    ended = [subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=False).returncode for _ in range(TIMES)]
    assert ended == [0] * TIMES
