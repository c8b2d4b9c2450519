"""The settings of how pages are fetched, drawn and compared; `sections.py` has the others."""

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from jobs.config.fields import Contact, Duration, Numbers, Pause


class Section(BaseModel):
    """Settings under one name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_HEADER = r"^[^\x00-\x1f\x7f]*$"
"""What may stand in a header of a request: anything on one line."""


class Network(Section):
    """How pages are fetched."""

    contact: Contact = Field(
        "", pattern=_HEADER, description="address or page that a site owner can turn to; part of the User-Agent"
    )
    user_agent: str = Field(
        "Stillthere/0.1",
        min_length=3,
        pattern=_HEADER,
        description="how the bot names itself to sites; many refuse names that hold link, bot or crawl",
    )
    allow_private: bool = Field(
        default=False, description="let private addresses be fetched, on any port: for sites behind a VPN"
    )
    allowed_ports: Numbers = Field((80, 443, 8080, 8443), description="ports a page may be on")
    obey_robots: bool = Field(default=True, description="do not fetch what robots.txt forbids our user agent")
    timeout: Duration = Field(timedelta(seconds=30), description="time for a whole page, redirects included")
    connect_timeout: Duration = Field(timedelta(seconds=10), description="time to reach a server")
    max_body_bytes: int = Field(10 * 2**20, ge=1024, description="largest page, after its compression is undone")
    max_header_bytes: int = Field(64 * 2**10, ge=1024, description="largest set of response headers")
    max_redirects: int = Field(10, ge=0, le=20, description="redirects that are followed")
    concurrency: int = Field(32, ge=1, le=1000, description="hosts read at the same time; slow ones wait aside")
    host_delay: Pause = Field(
        timedelta(seconds=1),
        description="least time between two requests to one host; 0s only where all hosts are your own",
    )
    dns_cache: Duration = Field(timedelta(minutes=5), description="how long a resolved name is kept")


class Render(Section):
    """Drawing pages in a real browser, where what was served has not the link and scripts may show it."""

    enabled: bool = Field(
        default=False, description="have Chromium draw such pages; needs it installed, and `make render`"
    )
    chromium: str = Field("", description="path of the browser; empty: the one that is installed")


class RelevanceEngine(StrEnum):
    """What two pages are compared by."""

    AUTO = "auto"
    WORDS = "words"
    SEMANTIC = "semantic"


class RelevanceCheck(Section):
    """How close two pages are in subject."""

    engine: RelevanceEngine = Field(
        RelevanceEngine.AUTO,
        description="words, or semantic: what they mean, across languages too; auto: semantic after `make semantic`",
    )
    model: str = Field(
        "",
        description="folder of a model2vec model that takes the place of the one of `make semantic`; needs "
        "`make static`",
    )
    keep: bool = Field(
        default=True,
        description="work out once for each link how close its page is to ours, and again when either text has "
        "changed much",
    )
    least: int = Field(
        0, ge=0, le=100, description="a link whose page scores lower, with no doubt, is noted in the digest; 0: none is"
    )
