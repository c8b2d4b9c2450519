"""The child process that reads pages for `jobs.web.reader`: `python -m jobs.web.parse.child BYTES`.

It is sent frames, a length and a pickle, and answers with frames of its own, until its standard input ends. BYTES is
how much memory it may take on top of what it starts with; what a page takes beyond that is an answer too, or its end.
"""

import contextlib
import gc
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from selectolax.lexbor import SelectolaxError

from jobs.model.document import Anchor, Document, TooComplex

QUESTION = struct.Struct("!Id")
"""The length of a question, and the seconds of its own work after which the child ends itself."""
ANSWER = struct.Struct("!I?")
"""The length of an answer, and whether this child has done enough."""
READY = b"\n"

_PIECE = 2_000
"""Links that are packed together."""
_WORN_OUT = 64 * 1024 * 1024
"""A child that has grown by this much makes place for a fresh one, so that the memory is given back."""


def main() -> None:
    """Answers page after page, until there are no more."""
    at_start = _memory()
    most = at_start + int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    gc.disable()  # a document is a value without cycles; looking for some is a fifth of the time of a large page
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while head := questions.read(QUESTION.size):
        length, seconds = QUESTION.unpack(head)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        read = pickle.loads(questions.read(length))  # noqa: S301 - from our own parent
        answer = packed(bounded(read))
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(ANSWER.pack(len(answer), _memory() > at_start + _WORN_OUT) + answer)
        answers.flush()


def bounded(read: Callable[[], Document]) -> Document | TooComplex:
    """What `read` finds, or that it met a limit: of memory, or of what the parser takes."""
    try:
        return read()
    except (MemoryError, SelectolaxError, RecursionError) as error:
        return TooComplex(f"{type(error).__name__} while reading")


def packed(found: Document | TooComplex) -> bytes:
    """An answer in pieces: unpickling all links of a large page in one go would let no other thread have its turn."""
    if isinstance(found, TooComplex):
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
    links = [found.links[at : at + _PIECE] for at in range(0, len(found.links), _PIECE)]
    return b"".join(pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in (replace(found, links=()), *links))


def unpacked(answer: bytes) -> Document | TooComplex:
    """What was `packed`."""
    pieces = BytesIO(answer)
    found: Document | TooComplex = pickle.load(pieces)  # noqa: S301 - from our own child
    links: list[Anchor] = []
    while pieces.tell() < len(answer):
        links.extend(pickle.load(pieces))  # noqa: S301 - from our own child
    return replace(found, links=tuple(links)) if isinstance(found, Document) else found


def _memory() -> int:
    """The address space in use, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
