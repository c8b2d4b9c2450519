"""Ask public link checkers about our pages of known truth, beside our own: `python -m tests.tools.compare_checkers`.

Needs the package registry, so no test runs it. Every checker reads the same pages from one server on loopback; the
public ones reach it as their proxy, so that all of them ask for `partner.example` by its name.
"""

import asyncio
import json
import os
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from jobs.cli.checked import CheckResult, Wanted, check_once
from jobs.model.findings import Severity
from jobs.pages.reader import PageReader
from jobs.pages.reading import EXTRACTOR
from jobs.rules import rule
from jobs.units.clock import SystemClock
from jobs.web.isolation.parser_pool import ParserPool
from jobs.web.robots.files import RobotsFiles
from tests.jobs.corpus.test_known_truth import FOLDER, PAGE, TARGET, TRUTHS, Truth
from tests.tools.site import Answer, Sites

_DOMAIN = "ours.example"
_SECONDS = 120.0
_SAYS_WHERE_IT_STANDS = frozenset({"canonical_itself"})
"""Pages whose truth hangs on the https address that they are not served from here."""
_OTHER_ADDRESS_OF_OURS = frozenset({"wrong_target", "longer_address"})
"""Pages that link to our domain, but not to the address: a checker of domains is not asked about that."""
_OTHER_SPELLING = frozenset({"variant", "via_redirect"})
"""Links to us that do not carry the very address: a checker of exact addresses is not asked about those."""


class Said(StrEnum):
    OK = "ok"
    WEAKENED = "weakened"
    LOST = "lost"
    SCRIPTED = "lost, or added by a script"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    RIGHT = "right"
    FALSE_LOST = "false “lost”"
    WRONGLY_OK = "wrongly “ok”"
    OTHER = "otherwise wrong"
    NOT_LOOKED_AT = "does not look at this"


@dataclass(frozen=True)
class Checker:
    """A public package: what to install, and the code that makes `ask(url, target)` give a word of `Said`."""

    requirement: str
    looks_at: frozenset[str]
    """The kinds of weakening that it says anything of."""
    code: str
    target: str = _DOMAIN
    needs: tuple[str, ...] = ()
    """Where given, only these are installed with it: what the function asked needs, not all that the package lists."""


CHECKERS = (
    Checker(
        "backlink-guard==0.11.0",
        frozenset({"nofollow", "ugc", "sponsored", "via_redirect"}),
        """
from backlink_guard.verify import verify
SAID = {"followed link": "ok", "qualified link": "weakened", "redirect only": "weakened", "unreadable": "unknown"}
def ask(url, target):
    found = verify(url, target)
    return SAID.get(found["verdict"], "lost, or added by a script" if "script" in found["note"] else "lost")
""",
    ),
    Checker(
        "seo-backlink-checker==0.3.1",
        frozenset({"nofollow", "ugc", "sponsored"}),
        """
from seo_backlink_checker import check_backlink
def ask(url, target):
    found = check_backlink(url, target)
    if not found["status"].startswith("Found"):
        return "lost" if found["http_code"] == 200 else "unknown"
    # It shows rel as it stands: who reads "ugc,nofollow" there has been told.
    rel = " ".join(found["rel"] or ()).lower()
    return "weakened" if any(token in rel for token in ("nofollow", "ugc", "sponsored")) else "ok"
""",
    ),
    Checker(
        "seo-bhishma-cli==2.0.0",
        frozenset(),
        # Its front door loads language models for other commands: we go past it to the command that looks for links.
        """
import importlib.util, sys
spec = importlib.util.find_spec("seo_bhishma_cli")
sys.modules[spec.name] = importlib.util.module_from_spec(spec)
from seo_bhishma_cli.link_sniper import check_backlink
SAID = {"Live": "ok", "Not Found": "lost"}
def ask(url, target):
    return SAID.get(check_backlink(url, target)[0], "unknown")
""",
        target=TARGET,
        needs=("click", "requests", "beautifulsoup4", "pandas", "rich"),
    ),
)

_ASK_ALL = """
import contextlib, json, sys
wanted, target = json.load(sys.stdin)
with contextlib.redirect_stdout(sys.stderr):
    said = [ask(url, target) for url in wanted]
print(json.dumps(said))
"""


class CannotRunError(Exception):
    """A checker could not be installed or started; the message is the last thing it said."""


def truth_of(truth: Truth) -> Said:
    """What a right answer is."""
    if not truth.present:
        return Said.UNKNOWN if truth.outcome.is_unknown else Said.LOST
    is_bad = any(rule(kind).severity is not Severity.NOTE for kind in truth.kinds.split())
    return Said.WEAKENED if is_bad else Said.OK


def verdict(truth: Truth, said: Said, checker: Checker | None) -> Verdict:
    """Judge one answer; `checker` is None for our own, which is asked everything."""
    if said is truth_of(truth) or (checker and _is_right_by_its_own_lights(truth, said, checker)):
        return Verdict.RIGHT
    if checker and _is_beyond(truth, said, checker):
        return Verdict.NOT_LOOKED_AT
    return {Said.LOST: Verdict.FALSE_LOST, Said.OK: Verdict.WRONGLY_OK}.get(said, Verdict.OTHER)


def _is_right_by_its_own_lights(truth: Truth, said: Said, checker: Checker) -> bool:
    """It left open what cannot be known, or calls weakened what we note as well but think harmless."""
    if said is Said.SCRIPTED:
        return truth_of(truth) in {Said.LOST, Said.UNKNOWN}
    return said is Said.WEAKENED and not checker.looks_at.isdisjoint(truth.kinds.split())


def _is_beyond(truth: Truth, said: Said, checker: Checker) -> bool:
    """Whether it could not know, by what it says it looks at."""
    kinds = truth.kinds.split()
    if said is Said.LOST:
        return checker.target == TARGET and not _OTHER_SPELLING.isdisjoint(kinds)
    if said is not Said.OK:
        return False
    if truth.present:
        return checker.looks_at.isdisjoint(kinds)
    return checker.target == _DOMAIN and truth.file in _OTHER_ADDRESS_OF_OURS


async def _run(*command: str, given: str = "", proxy: str = "") -> str:
    """The output of a command; raises `CannotRunError` where it fails or takes too long."""
    environment = os.environ | ({"http_proxy": proxy, "no_proxy": ""} if proxy else {})
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    try:
        async with asyncio.timeout(_SECONDS):
            out, said = await process.communicate(given.encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        message = f"took over {_SECONDS:g} s"
        raise CannotRunError(message) from None
    if process.returncode:
        raise CannotRunError((said.decode(errors="replace").strip() or "no word").splitlines()[-1])
    return out.decode()


async def ask_public(checker: Checker, folder: Path, urls: Sequence[str], proxy: str) -> list[Said]:
    """Install one checker into an environment of its own and ask it about every page."""
    await asyncio.to_thread(venv.create, folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = partial(_run, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if checker.needs:
        await install("--no-deps", checker.requirement)
        await install(*checker.needs)
    else:
        await install(checker.requirement)
    said = await _run(python, "-c", checker.code + _ASK_ALL, given=json.dumps([urls, checker.target]), proxy=proxy)
    return [Said(word) for word in json.loads(said)]


async def ask_ours(sites: Sites, urls: Sequence[str]) -> list[Said]:
    """What `python -m jobs check` makes of every page; only the names are resolved our way."""
    clock = SystemClock()
    async with sites.session() as session, ParserPool(EXTRACTOR) as pages:
        robots = RobotsFiles(session, sites.policy, clock.now, pages)
        reader = PageReader(session, sites.policy, robots, pages, clock)
        return [_said(await check_once(reader.read, Wanted(url, TARGET), with_target=False)) for url in urls]


def _said(look: CheckResult) -> Said:
    if look.link == "unknown":
        return Said.UNKNOWN
    if look.link == "absent":
        return Said.LOST
    return Said.WEAKENED if look.exit_code else Said.OK


def _serve(sites: Sites, truth: Truth, number: int) -> str:
    """Put a page where both a browser and a client of a proxy, which names the whole address, find it."""
    place = f"partner.example/walks-{number}"
    url = sites.url(place)
    headers = {"Content-Type": "text/html"} | dict(truth.headers)
    answer = Answer((FOLDER / f"{truth.file}.html").read_bytes(), headers=headers)
    sites[place] = sites[f"partner.example{url}"] = answer
    return url


def _row(name: str, asked: Sequence[Truth], said: Sequence[Said], checker: Checker | None) -> str:
    verdicts = [verdict(truth, answer, checker) for truth, answer in zip(asked, said, strict=True)]
    for truth, answer, judged in zip(asked, said, verdicts, strict=True):
        if judged is not Verdict.RIGHT:
            sys.stderr.write(f"{name}: {truth}: said {answer}, is {truth_of(truth)}: {judged}\n")
    counts = Counter(verdicts)
    return f"| {name} | {' | '.join(str(counts[verdict]) for verdict in Verdict)} |"


async def compare() -> list[str]:
    """The table, line by line."""
    asked = [truth for truth in TRUTHS if truth.final_url == PAGE and not truth.anchor]
    asked = [truth for truth in asked if truth.file not in _SAYS_WHERE_IT_STANDS]
    lines = [f"| {len(asked)} pages | {' | '.join(Verdict)} |", f"|---|{'---:|' * len(Verdict)}"]
    with tempfile.TemporaryDirectory() as folder:
        async with Sites() as sites:
            urls = [_serve(sites, truth, number) for number, truth in enumerate(asked)]
            lines.append(_row("Linkwatch", asked, await ask_ours(sites, urls), None))
            for checker in CHECKERS:
                name = checker.requirement.replace("==", " ")
                try:
                    said = await ask_public(checker, Path(folder, name), urls, sites.url("127.0.0.1"))
                except CannotRunError as error:
                    lines.append(f"| {name} | could not be run here: {error} |{' |' * (len(Verdict) - 1)}")
                else:
                    lines.append(_row(name, asked, said, checker))
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(asyncio.run(compare())) + "\n")
