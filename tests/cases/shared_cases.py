"""Cases that were handed to us as folders: what the web becomes, and in words what should come of it.

`routes.json` holds what each path answers (`@HOST` those of another host), `page.html` the page, `expected.txt` the
truth, its first lines perhaps the target and the agreed anchor.
"""

import itertools
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from multidict import CIMultiDict

from tests.tools.lives import HOST, TARGET, Answers, Becomes
from tests.tools.site import Answer, Asked

CASES = Path(os.environ.get("LINKWATCH_CASES") or Path(__file__).parents[3] / "shared" / "cases")
BY_STEPS = frozenset({"cut_off_address_in_slack", "expired_trigger", "incomplete_chain", "odd_http_answers"})
"""Cases without a page: other tests hold them, as steps."""

_HOME = (
    "<title>Acme</title><h1>Walking</h1><p>Stories from the hills, and the people who write them down. "
    "We have many tales for you to read.</p>"
)
_OURS = "ours.example"
_TARGET = re.compile(r"^target: (\S+?)(?:, agreed anchor: (.+))?\n")
_numbers = itertools.count(1)


def names() -> list[str]:
    """All cases that are played as a life."""
    return sorted(path.parent.name for path in CASES.glob("*/expected.txt") if path.parent.name not in BY_STEPS)


def becomes(name: str) -> Becomes:
    """What the web becomes in a case."""
    folder = CASES / name
    written = folder / "routes.json"
    routes: dict[str, Any] = json.loads(written.read_text()) if written.exists() else {}
    own = {path: route for path, route in routes.items() if not path.startswith("@")}
    if "*" not in own:
        page = {"/walk": {"file": "page.html"}} if (folder / "page.html").exists() else {}
        own = {"/": {"body": _HOME}} | page | own
    others = {path[1:]: found for path, found in routes.items() if path.startswith("@")}
    hosts = {HOST: own} | {_OURS if host == "ours" else host: found for host, found in others.items()}
    paths = {host: {path: _answers(folder, route) for path, route in found.items()} for host, found in hosts.items()}
    target = _TARGET.match((folder / "expected.txt").read_text())
    return Becomes(
        name, paths, target=target[1] if target else TARGET, anchor=(target[2] if target else None) or "good boots"
    )


def expected(name: str) -> str:
    """What should come of a case, without the lines that say what is watched."""
    return _TARGET.sub("", (CASES / name / "expected.txt").read_text()).strip()


def _answers(folder: Path, route: Mapping[str, Any]) -> Answers:
    def answer(asked: Asked) -> Answer:
        chosen = route if _is_let_in(route, CIMultiDict(asked.headers)) else route["else"]
        body = (folder / chosen["file"]).read_bytes() if "file" in chosen else chosen.get("body", "").encode()
        body = body.replace(b"{n}", str(next(_numbers) * 7919 + 10**12).encode())
        body = body.replace(b"{path}", f"/{asked.place.partition('/')[2]}".encode())
        headers = CIMultiDict[str](chosen.get("headers", {}))
        for line in chosen.get("raw_headers", ()):
            headers.add(*line.split(": ", 1))
        return Answer(body, chosen.get("status", 200), headers)

    return answer


def _is_let_in(route: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Whether a request has what the route needs and nothing that it bars."""
    given = {name: headers.get(name, "").lower() for name in (*route.get("needs", {}), *route.get("bars", {}))}
    needs, bars = route.get("needs", {}), route.get("bars", {})
    return all(given[name] and want.lower() in given[name] for name, want in needs.items()) and not any(
        word in given[name] for name, word in bars.items()
    )
