"""Who asks for much lets others have their turn meanwhile."""

import asyncio
from collections.abc import Awaitable

import pytest

from jobs.model.listing import KeptListing
from jobs.model.queries import LinkQuery, PartnerQuery
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.jobs.store.tools import NOW, incident, new_link, new_partner

MANY = 300


async def others_had_a_turn(asking: Awaitable[object]) -> bool:
    asked = asyncio.ensure_future(asking)
    await asyncio.sleep(0)  # it begins
    was_under_way = not asked.done()
    await asked
    return was_under_way


@pytest.fixture
async def full(store: Store) -> Store:
    pages = [f"https://blog{number}.example/" for number in range(MANY)]
    await asyncio.gather(*(store.add_link(new_link(page), NOW) for page in pages))
    await asyncio.gather(*(store.add_partner(new_partner(page), NOW) for page in pages))
    told = [incident((number,), name=f"L-{number}-lost-1") for number in range(MANY)]
    await store.write(Write(incidents=told, listings=[KeptListing("C1", "ahrefs", "ours.example", NOW)]))
    return store


async def test_nobody_waits_while_many_are_decoded(full: Store) -> None:
    assert await others_had_a_turn(full.links())
    assert await others_had_a_turn(full.list_links(LinkQuery(), 0, MANY))
    assert await others_had_a_turn(full.partners("C1"))
    assert await others_had_a_turn(full.list_partners(PartnerQuery(), 0, MANY))
    assert await others_had_a_turn(full.incidents(channel="C1"))
    assert await others_had_a_turn(full.listings("C1"))
    assert len(await full.incidents(channel="C1")) == len(await full.links()) == MANY


async def test_a_partner_page_is_found_by_its_address(full: Store) -> None:
    await full.add_partner(new_partner("https://blog7.example/", "C2"), NOW)
    found = await full.list_partners(PartnerQuery(page_url="https://blog7.example/"), 0, 9)
    assert [partner.channel for partner in found.partners] == ["C1", "C2"]
