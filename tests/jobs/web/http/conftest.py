"""Sites on loopback for the tests of one request."""

from collections.abc import AsyncIterator

import pytest

from tests.tools.site import Sites


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    async with Sites() as sites:
        yield sites
