"""What monthly audits found: by channel and site, and when each is due without reading any."""

from dataclasses import replace
from datetime import timedelta

from jobs.model.site_audit import SiteAudit
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import NOW

AUDIT = SiteAudit("C1", "partner.example", NOW, NOW, frozenset({"cloaked L-3"}), frozenset({"pruned L-4"}))


async def test_an_audit_comes_back_as_it_was_written(store: Store, reopen: Reopen) -> None:
    await store.write(Write(site_audits=[AUDIT, replace(AUDIT, channel="C2")]))
    later = replace(AUDIT, next_at=NOW + timedelta(days=30), doubted=frozenset())
    await store.write(Write(site_audits=[later]))
    store = await reopen(store)
    assert await store.site_audit("C1", "partner.example") == later
    assert await store.site_audit("C1", "other.example") is None
    assert await store.site_audits() == {
        ("C1", "partner.example"): later.next_at,
        ("C2", "partner.example"): NOW,
    }


async def test_what_was_found_long_ago_is_forgotten(store: Store) -> None:
    await store.write(Write(site_audits=[AUDIT]))
    await store.prune(NOW + timedelta(days=399))
    assert await store.site_audits()
    await store.prune(NOW + timedelta(days=401))
    assert await store.site_audits() == {}
