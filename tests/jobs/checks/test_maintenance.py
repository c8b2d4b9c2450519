from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.maintenance import forget_proof
from jobs.model.incident import IncidentStatus
from jobs.model.write import Write
from tests.tools.nouns import incident
from tests.tools.stores import open_store
from tests.tools.times import NOON

pytestmark = pytest.mark.both_stores

DAY = timedelta(days=1)


async def test_proof_is_kept_for_its_time_and_with_what_is_open(tmp_path: Path) -> None:
    store = await open_store(tmp_path)
    over = IncidentStatus.RECOVERED
    old = incident(1, closed_at=NOON - 91 * DAY, status=over)
    fresh = incident(2, closed_at=NOON - 89 * DAY, status=over)
    await store.write(Write(incidents=[old, fresh, incident(3)]))
    assert await forget_proof(store, 90 * DAY, NOON) == 1
    kept = {each.id: each.before is not None for each in await store.incidents(only_open=False)}
    assert kept == {old.id: False, fresh.id: True, incident(3).id: True}
    assert await forget_proof(store, 90 * DAY, NOON) == 0
    await store.close()
