"""Every way in which servers are broken is read as what it is, and none as a good page or as gone."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
import trustme

from jobs.model.page import FetchFailure, FetchResult, Outcome
from jobs.web.http.fetch import fetch
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.session import browser_tls, page_session
from tests.tools.faults import coding, http
from tests.tools.faults.play import Fault
from tests.tools.faults.server import fault_server, one_fault_server, path_of
from tests.tools.faults.tls import NAME, TlsFault, tls_faults
from tests.tools.site import LoopbackNames

FAULTS = http.ALL + coding.ALL
AUTHORITY = trustme.CA()
TLS_FAULTS = tls_faults(AUTHORITY)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
POLICY = NetworkPolicy(allow_private=True)
TRUST = browser_tls()
AUTHORITY.configure_trust(TRUST)
AT_ONCE = 12


async def read(url: str, fault: Fault) -> FetchResult:
    policy = replace(POLICY, total_seconds=fault.patience)
    async with page_session(policy, LoopbackNames(), TRUST) as session:
        return await fetch(session, url, policy=policy, now=lambda: NOW)


@cache
def results() -> dict[str, FetchResult]:
    """How each fault was read: a few at a time, since most of the time goes into waiting."""
    return asyncio.run(_read_all())


async def _read_all() -> dict[str, FetchResult]:
    few = asyncio.Semaphore(AT_ONCE)
    async with fault_server(FAULTS) as origin:

        async def plain(fault: Fault) -> FetchResult:
            async with few:
                return await read(origin + path_of(fault), fault)

        async def behind_tls(case: TlsFault) -> FetchResult:
            async with few, one_fault_server(case.fault, case.context) as port:
                return await read(f"https://{NAME}:{port}/", case.fault)

        found = await asyncio.gather(*map(plain, FAULTS), *map(behind_tls, TLS_FAULTS))
    names = [fault.name for fault in FAULTS] + [case.fault.name for case in TLS_FAULTS]
    return dict(zip(names, found, strict=True))


def failure(fault: Fault) -> FetchFailure:
    result = results()[fault.name]
    assert isinstance(result, FetchFailure), f"read as a good page: {result}"
    return result


def test_there_are_many_faults_and_each_has_its_own_name() -> None:
    names = [fault.name for fault in FAULTS] + [case.fault.name for case in TLS_FAULTS]
    assert len(names) >= 100
    assert len(set(names)) == len(names)


def test_no_fault_is_expected_to_prove_that_a_link_is_gone() -> None:
    expected = {fault.expected for fault in FAULTS} | {case.fault.expected for case in TLS_FAULTS}
    assert not [outcome for outcome in expected if outcome is Outcome.OK or outcome.proves_absence]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_read_as_what_it_is(fault: Fault) -> None:
    result = failure(fault)
    assert (result.outcome, bool(result.reason)) == (fault.expected, True), result


@pytest.mark.parametrize("case", TLS_FAULTS, ids=lambda case: case.fault.name)
def test_tls_fault_is_read_as_what_it_is_with_its_reason(case: TlsFault) -> None:
    result = failure(case.fault)
    assert result.outcome is case.fault.expected, result
    assert re.search(case.reason, result.reason), result
