"""The child process that examines pages for the pool beside it.

Called as `python -m jobs.web.isolation.parser_process BYTES GROWN MODULE`.
It is sent frames, a length and a pickle, and answers with frames of its own, until its standard input ends. BYTES is
how much memory it may take on top of what it starts with, once the MODULE is loaded; what a page takes beyond that is
an answer too, or its end. One that has grown by GROWN bytes makes place for a fresh one, so that the memory is given
back.
"""

import contextlib
import gc
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TypeVar

from selectolax.lexbor import SelectolaxError

from jobs.model.document import TooComplex

T = TypeVar("T")

QUESTION = struct.Struct("!Id")
"""The length of a question, and the seconds of its own work after which the child ends itself."""
ANSWER = struct.Struct("!I?")
"""The length of an answer, and whether this child has done enough."""
READY = b"\n"


def main() -> None:
    """Answers page after page, until there are no more."""
    import_module(sys.argv[3])
    at_start = _memory()
    most, worn_out = at_start + int(sys.argv[1]), at_start + int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    gc.disable()  # looking for cycles while a page is read is a fifth of the time of a large one
    gc.freeze()
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while head := questions.read(QUESTION.size):
        length, seconds = QUESTION.unpack(head)
        examine, page = pickle.loads(questions.read(length))  # noqa: S301 - from our own parent
        signal.setitimer(signal.ITIMER_PROF, seconds)  # what that imported for the first time is no work of the page's
        answer = pickle.dumps(_bounded(partial(examine, page)), pickle.HIGHEST_PROTOCOL)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del page
        gc.collect(0)  # all that a page left is young still: a cycle that held its tree would cost 2 MB a page
        answers.write(ANSWER.pack(len(answer), _memory() > worn_out) + answer)
        answers.flush()


def _bounded(examine: Callable[[], T]) -> T | TooComplex:
    """What `examine` finds, or that it met a limit: of memory, or of what the parser takes."""
    try:
        return examine()
    except (MemoryError, SelectolaxError, RecursionError) as error:
        return TooComplex(f"{type(error).__name__} while reading")


def _memory() -> int:
    """The address space in use, in bytes."""
    with open("/proc/self/statm", "rb", buffering=0) as told:  # noqa: PTH123 - at each page: a Path costs more than the reading
        return int(told.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
