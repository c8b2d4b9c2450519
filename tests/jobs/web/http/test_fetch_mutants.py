"""Broken answers broken further: whatever a server sends, there is a typed result and never a false proof."""

import random
from datetime import UTC, datetime

import pytest

from jobs.model.page import FetchFailure, Outcome
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import page_session
from tests.tools.faults import coding, http
from tests.tools.faults.play import Fault
from tests.tools.faults.server import fault_server, path_of
from tests.tools.site import LoopbackNames

MUTANTS = 150
PIECES = (
    b"\r\n", b"\n", b"\0", b":", b" ", b"\xff\xfe", b"0\r\n\r\n", b"chunked", b"gzip", b"HTTP/1.1 200 OK\r\n",
    b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: br\r\n", b"Location: /x\r\n",
    b"Content-Type: text/html\r\n", b'Set-Cookie: a="\x80; b\r\n', b"Connection: close\r\n",
)  # fmt: skip


def plain_bytes(fault: Fault) -> bytes:
    """What a fault sends, where it is nothing but a few bytes."""
    steps = () if callable(fault.steps) else fault.steps
    sent = b"".join(step for step in steps if isinstance(step, bytes))
    return sent if len(sent) < 20_000 else b""


SEEDS = [sent for fault in http.ALL + coding.CUT + coding.MISLABELLED if (sent := plain_bytes(fault))]


def mutant(chance: random.Random) -> bytes:
    """An answer with a few bytes changed, lost or put in, most of them in its head."""
    answer = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(min(len(answer), chance.choice((200, 20_000))) + 1)
        match chance.randrange(4):
            case 0:
                answer[at : at + 1] = chance.randbytes(1)
            case 1:
                answer[at:at] = chance.choice(PIECES)
            case 2:
                del answer[at : at + chance.randint(1, 20)]
            case _:
                other = chance.choice(SEEDS)
                start = chance.randrange(len(other))
                answer[at:at] = other[start : start + 150]
    return bytes(answer)


@pytest.mark.parametrize("seed", range(4))
async def test_a_mutant_has_a_typed_result_and_proves_nothing_it_does_not_say(seed: int) -> None:
    chance = random.Random(seed)
    faults = [Fault(f"mutant {number}", Outcome.OK, (mutant(chance),)) for number in range(MUTANTS)]
    policy = NetworkPolicy(allow_private=True)
    async with fault_server(faults) as origin, page_session(policy, LoopbackNames()) as session:
        for fault in faults:
            result = await fetch(session, origin + path_of(fault), policy=policy, now=lambda: datetime.now(UTC))
            if isinstance(result, FetchFailure):
                assert result.reason
                assert not result.outcome.proves_absence or result.status in {404, 410}, fault
