"""Types are worked out one at a time, whichever threads meet them first: in msgspec's place stands one that watches."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, make_dataclass
from types import SimpleNamespace

import pytest

from jobs.store import sparse as guarded
from jobs.store.sparse import decoder, sparse

THREADS = 8


class Watching:
    """What works out types, and how many were worked out at once."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.done: list[object] = []
        self.json = SimpleNamespace(Decoder=self.work_out)

    def work_out(self, kind: object) -> object:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)  # in which others could come in
        self.inside -= 1
        self.done.append(kind)
        return kind

    def defstruct(self, name: str, _fields: object, **_options: bool) -> object:
        return self.work_out(f"sparse {name}")


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Watching:
    found = Watching()
    monkeypatch.setattr(guarded, "msgspec", found)
    return found


def test_threads_that_meet_types_first_work_them_out_one_at_a_time(watching: Watching) -> None:
    together = threading.Barrier(THREADS)

    def meet(number: int) -> None:
        kind = make_dataclass(f"Kind{number}", [("id", int)])
        together.wait()
        decoder(kind)
        sparse(kind)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(meet, range(THREADS)))
    assert len(watching.done) == 3 * THREADS
    assert watching.most == 1


def test_a_sparse_type_is_worked_out_before_anybody_has_it_and_those_in_it_before_it(watching: Watching) -> None:
    @dataclass
    class Inner:
        id: int

    @dataclass
    class Outer:
        inner: Inner

    sparse(Outer)
    assert watching.done == ["sparse Inner", "sparse Inner", "sparse Outer", "sparse Outer"]
