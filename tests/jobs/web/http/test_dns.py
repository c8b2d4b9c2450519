"""The kinds of failure of a check-up are told apart: only one of them proves that a name is gone."""

from collections.abc import AsyncIterator

import aiodns
import pytest

from jobs.web.http.dns import NameFailure, Names, NameTrouble
from tests.tools.nameserver import NOERROR, NXDOMAIN, REFUSED, SERVFAIL, NameServer, name_server


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server() as server:
        yield server


@pytest.fixture
async def names(server: NameServer) -> AsyncIterator[Names]:
    names = Names((server.address,))
    yield names
    await names.close()


async def test_gives_all_addresses_of_a_name(server: NameServer, names: Names) -> None:
    server.answers["a.example"] = ["93.184.216.34", "93.184.216.35"]
    found = await names.resolve("a.example", 80)
    assert {(result["host"], result["port"]) for result in found} == {("93.184.216.34", 80), ("93.184.216.35", 80)}


async def test_gives_inside_addresses_too_for_the_guard_judges_them(server: NameServer, names: Names) -> None:
    server.answers["inside.example"] = ["127.0.0.1"]
    assert [result["host"] for result in await names.resolve("inside.example", 80)] == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (NXDOMAIN, NameTrouble.NO_SUCH_NAME),
        (NOERROR, NameTrouble.NO_ADDRESS),
        (SERVFAIL, NameTrouble.FAILED),
        (REFUSED, NameTrouble.REFUSED),
    ],
)
async def test_each_answer_is_told_apart(server: NameServer, names: Names, answer: int, trouble: NameTrouble) -> None:
    server.answers["a.example"] = answer
    with pytest.raises(NameFailure) as failed:
        await names.resolve("a.example", 80)
    assert failed.value.trouble is trouble


@pytest.mark.parametrize("name", ["x" * 64 + ".example", "a..example"])
async def test_what_can_be_no_name_is_said_so(names: Names, name: str) -> None:
    with pytest.raises(NameFailure) as failed:
        await names.resolve(name, 80)
    assert failed.value.trouble is NameTrouble.BAD_NAME


async def test_no_search_domain_is_tried(server: NameServer, names: Names) -> None:
    with pytest.raises(NameFailure):
        await names.resolve("gone", 80)
    assert set(server.asked) <= {"gone"}


async def test_a_dead_name_server_is_no_proof() -> None:
    names = Names(("127.0.0.1:1",))
    with pytest.raises(NameFailure) as failed:
        await names.resolve("a.example", 80)
    await names.close()
    assert failed.value.trouble in {NameTrouble.REFUSED, NameTrouble.TIMED_OUT}


async def test_pycares_is_handed_nothing_that_it_frees_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """It lets go of these texts before c-ares reads them: a bot could look nothing up until its restart."""
    handed: dict[str, object] = {}

    class Noted(aiodns.DNSResolver):
        def __init__(self, servers: object, **options: object) -> None:
            handed.update(options)
            super().__init__(servers, **options)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(aiodns, "DNSResolver", Noted)
    names = Names()
    assert {result["host"] for result in await names.resolve("some.localhost", 80)} <= {"127.0.0.1", "::1"}
    await names.close()
    assert not handed.keys() & {"lookups", "domains", "resolvconf_path"}
    assert "flags" in handed
