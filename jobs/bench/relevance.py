"""What the relevance check costs: at start-up, at its first use, for each page, and in memory."""

import json
import subprocess
import sys

from jobs.bench import Figure

_PAGES = 50

# Runs in a fresh interpreter, since a first use happens once and a peak never falls.
_PROGRAM = """
import json, resource, sys, time

def timed(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun

def load():
    import jobs.relevance

def peak_mb():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)

sentence = "The %s in the workshop was repaired with a new battery, a stronger motor and better brakes. "
rows = "".join(f"<p>{sentence % word * 3}</p>" for word in "bicycle scooter tractor lorry engine boat".split() * 5)
menu = "".join(f"<li><a href=/{n}>Category number {n}</a></li>" for n in range(200))
page = f"<title>Repairs</title><nav><ul>{menu}</ul></nav><main><h1>Repairs</h1>{rows}</main>"

imported = timed(load)
from jobs.relevance import compare, prepare
first = timed(lambda: prepare(page, ""))
pages = int(sys.argv[1])
each = timed(lambda: [prepare(page, "") for _ in range(pages)]) / pages
ours = prepare(page, "")
pair = timed(lambda: [compare(ours, ours) for _ in range(1000)]) / 1000
peak = peak_mb()
hostile = timed(lambda: prepare("<div>x</div>" * 166_000, ""))
print(json.dumps([imported * 1000, first * 1000, each * 1000, pair * 1000, peak, hostile * 1000]))
"""

_AIMS = (
    ("import", "ms", 200.0),
    ("first page, libraries and word list loaded", "ms", 5000.0),
    ("page of about 9,000 characters", "ms", 60.0),
    ("pair of prepared pages", "ms", 1.0),
    ("peak memory of the process", "MB", 250.0),
    ("two million characters of tiny tags", "ms", 2000.0),
)


def run() -> list[Figure]:
    """Measure in a process of its own; takes a few seconds."""
    command = [sys.executable, "-c", _PROGRAM, str(_PAGES)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program above
    values: list[float] = json.loads(answer.stdout)
    return [
        Figure(name, round(value, 3), unit, f"at most {most:g} {unit}", ok=value <= most)
        for (name, unit, most), value in zip(_AIMS, values, strict=True)
    ]
