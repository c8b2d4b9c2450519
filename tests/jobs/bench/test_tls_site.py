"""The pages of `bench check` are served alike with nginx and without."""

import ssl
from collections.abc import Mapping

import pytest
from aiohttp import ClientSession, TCPConnector

from jobs.bench._made_pages import CHANGING, COUNTED, made_pages
from jobs.bench._nginx import PROGRAM
from jobs.bench._tls_site import AGAIN, CHANGED, NOT_MODIFIED, TEXT, tls_site

_WITH = pytest.param(PROGRAM, id="nginx", marks=pytest.mark.skipif(not PROGRAM, reason="NO NGINX: it is not installed"))


@pytest.mark.parametrize("program", [_WITH, pytest.param("", id="by itself")])
async def test_pages_answer_as_they_are_told_to(program: str) -> None:
    made = list(made_pages(2))
    async with tls_site(2, program=program) as site, ClientSession(connector=_connector(site.certificate)) as session:

        async def get(path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
            url = f"https://localhost:{site.port}{path}"
            async with session.get(url, headers=headers) as answer:
                return answer.status, await answer.read(), answer.headers.get("ETag", "")

        _, second, before = await get(made[1].path)
        assert second == site.body_of(made[1])
        assert (await get("/robots.txt"))[0] == 404

        await get(f"/-/{CHANGED}/1")
        _, changed, _ = await get(made[1].path)
        assert CHANGING in second
        assert CHANGING not in changed
        assert COUNTED in changed

        await get(f"/-/{TEXT}/2")
        _, other, tag = await get(made[1].path)
        assert COUNTED not in other
        assert tag != before

        await get(f"/-/{AGAIN}/3")
        status, body, again = await get(made[1].path, {"If-None-Match": tag})
        assert (status, body) == (200, other)
        assert again != tag

        await get(f"/-/{NOT_MODIFIED}/4")
        assert (await get(made[1].path, {"If-None-Match": again}))[:2] == (304, b"")
        assert (await get(made[1].path, {"If-None-Match": "*"}))[0] == 304
        assert (await get(made[1].path))[:2] == (200, other)


def _connector(certificate: str) -> TCPConnector:
    return TCPConnector(ssl=ssl.create_default_context(cafile=certificate), force_close=True)
