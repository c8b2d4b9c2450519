"""Every setting, its default and what it is for. `config.example.yaml` is written from this file."""

from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from jobs.config.fields import (
    ChannelId,
    ClockTime,
    Duration,
    DurationOrNone,
    Durations,
    Hosts,
    Interval,
    Kinds,
    People,
    Severities,
    Sites,
    SitesWithChannels,
    WebAddresses,
    Weekday,
    Words,
    Zone,
)
from jobs.config.page_sections import Network, RelevanceCheck, Render, Section
from jobs.config.quiet import Quiet
from jobs.model.channel import AuditScope, DigestEvery
from jobs.model.partner import LEAST, MOST


class SlackMode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class Slack(Section):
    """Where Slack is and how it reaches us. The tokens come from the environment only."""

    mode: SlackMode = Field(
        SlackMode.SOCKET, description="socket needs no public address; http needs one, and the signing secret"
    )
    command: str = Field("/links", pattern=r"^/[a-z0-9_-]{1,31}$", description="the slash command, as in the manifest")
    base_url: str = Field(
        "https://slack.com/api/",
        pattern=r"^https?://[^\s/]+/.*/?$",
        description="Slack's Web API; the bot's token goes to this address and no other",
    )
    admin_channel: ChannelId = Field(
        "",
        description="id of the channel that hears of trouble, and of alerts that find no way into their own; "
        "no other workspace may see it",
    )
    host: str = Field("127.0.0.1", description="http mode: address to listen on")
    port: int = Field(3000, ge=1, le=65535, description="http mode: port to listen on")
    at_most_once: bool = Field(
        default=False, description="without history scopes: after doubt, rather lose a message than post it twice"
    )


class Store(Section):
    """Where the bot keeps what it knows."""

    path: str = Field(
        "data",
        min_length=1,
        description="folder of the data; one bot per folder; with DATABASE_URL in the environment, of what is cached",
    )


class Checks(Section):
    """When pages are checked."""

    every: Interval = Field(timedelta(hours=24), description="how often a page with links is read")
    partners_every: Interval = Field(timedelta(days=7), description="how often a partner page is read")
    our_pages_every: Interval = Field(
        timedelta(days=7), description="how often our own pages, and the sitemaps that name them, are read"
    )
    jitter: float = Field(0.1, ge=0, le=0.5, description="share by which each time is moved, so that load spreads")
    confirm: Durations = Field(
        (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)),
        min_length=1,
        max_length=6,
        description="an absent link is checked again after these waits before it is called lost",
    )
    confirm_weakened: Duration = Field(
        timedelta(hours=1), description="a weakened link is checked again after this wait before an alert is sent"
    )
    confirm_recovery: Duration = Field(
        timedelta(minutes=10), description="a lost link that is back is checked again after this wait"
    )
    confirm_replaced: Duration = Field(
        timedelta(days=7), description="another page at the address is told when it has been so for this time"
    )
    full_read_every: Duration = Field(
        timedelta(days=7), description="an unchanged page is read whole at least so often"
    )
    overdue_after: Duration = Field(timedelta(days=14), description="a link not yet placed is overdue after this time")
    unreachable_after: Duration = Field(
        timedelta(hours=72),
        description="a page that cannot be read for so long is called unreachable in the digest; a link in the "
        "place of ours that fails for every visitor for so long holds back a loss no longer",
    )
    canaries: Words = Field((), description="pages that are always up; empty: our targets' home pages")


class Alerts(Section):
    """What is said, and how loudly."""

    severity: Severities = Field(
        default_factory=dict, description="per finding: lost, weakened or note, for example {anchor_changed: note}"
    )
    silent: Kinds = Field((), description="findings that are only listed in the digest, for example [hidden]")
    quiet: Quiet = Field(
        None,
        description="hours of each day and whole days at which alerts wait, for example 22:00-07:00 sat sun, in the "
        "zone of the digest or one named here; with except lost, lost links are told all the same",
    )
    escalate_after: DurationOrNone = Field(
        None,
        description="an alert that nobody took for so long, quiet hours not counted, is told again, for example 48h; "
        "empty: never",
    )
    escalate_to: ChannelId = Field(
        "", description="id of the person or channel that is told then; empty: the alert's own channel"
    )
    keep_evidence: Duration = Field(
        timedelta(days=90), description="how long the proof of an alert is kept after it was closed"
    )


class Partners(Section):
    """Pages on which partners keep many links."""

    max_outbound: int = Field(
        100,
        ge=LEAST,
        le=MOST,
        description="followed external links; more raise an alert. A rule of thumb, not a limit that Google names",
    )
    hysteresis: float = Field(
        0.1, ge=0, le=0.9, description="a new alert is sent only after falling below the limit by this share"
    )
    reach_pages: int = Field(
        60,
        ge=0,
        le=1000,
        description="pages of a partner's site that may be read in a month to see whether its partner pages are still "
        "within three clicks of the home page; of larger sites nothing is said. 0: none is read for it",
    )
    audit: AuditScope = Field(
        AuditScope.EXCHANGES,
        description="which pages are audited each month: exchanges, where partners owe a link; monthly, partner pages "
        "too; or off. Each costs two requests or a few more",
    )


class Digest(Section):
    """The summary of each channel's week or month."""

    enabled: bool = Field(default=True, description="post it")
    every: DigestEvery = Field(DigestEvery.WEEK, description="week, or month: on the first such day of each month")
    day: Weekday = Field(Weekday.MON, description="mon, tue, wed, thu, fri, sat or sun")
    time: ClockTime = Field(time(9, 0), description="time of day, in the zone below")
    zone: Zone = Field("Europe/Berlin", description="time zone, as in the tz database")


class Bing(Section):
    """Bing's list of the links to our sites, asked for once a day where the environment has BING_API_KEY."""

    sites: SitesWithChannels = Field(
        default_factory=dict,
        description="our sites as they are verified in Bing Webmaster Tools, each with the id of the channel that "
        "hears of its links, for example {ours.example: C024BE7LR}",
    )
    base_url: str = Field(
        "https://ssl.bing.com/webmaster/api.svc/json/",
        pattern=r"^https?://[^\s/]+/.*/$",
        description="Bing's API; the key goes to this address and no other",
    )


class Permissions(Section):
    """Who may do what: everyone, or ids of people and channels."""

    view: People = Field(("everyone",), description="who may list links and see what checks found")
    manage: People = Field(("everyone",), description="who may add, change, accept and stop")


class LogFormat(StrEnum):
    """How a line of the log is written."""

    HUMAN = "human"
    JSON = "json"


class Log(Section):
    """What the bot writes to standard error."""

    level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="DEBUG, INFO, WARNING or ERROR; tokens are never written",
    )
    format: LogFormat = Field(LogFormat.HUMAN, description="human, or json: an object a line, for programs to read")


def _heartbeat(value: SecretStr) -> SecretStr:
    address = value.get_secret_value()
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("is no address; write for example https://hc-ping.com/your-check")
    return value


class Monitoring(Section):
    """What monitors ask, and what the bot tells them."""

    host: str = Field("127.0.0.1", description="address to listen on for /healthz and /metrics")
    port: int = Field(0, ge=0, le=65535, description="port to listen on, for example 9180; 0: nothing is opened")
    heartbeat: Annotated[SecretStr, AfterValidator(_heartbeat)] = Field(
        SecretStr(""),
        description="address that is asked for once a minute while all is well; never written to the log",
    )


class Secrets(Section):
    """What comes from the environment only, under names that other tools use too."""

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    database_url: SecretStr = SecretStr("")
    bing_api_key: SecretStr = SecretStr("")
    linkwatch_webhook_secret: SecretStr = SecretStr("")


class Config(Section):
    """All settings of the bot and of the terminal commands."""

    our_sites: Sites = Field((), description="our own domains: the target of links that name none")
    our_former_sites: Hosts = Field(
        (), description="domains that were ours once: links to them are followed before one counts as missing"
    )
    our_pages: Sites = Field(
        (),
        description="our own pages, read for the links that we give: domains, whose sitemaps name them, or addresses "
        "of sitemaps and pages; empty: none is read",
    )
    webhooks: WebAddresses = Field(
        (),
        description="addresses that are sent each alert as signed JSON, for example "
        "[https://hooks.example/linkwatch]; needs LINKWATCH_WEBHOOK_SECRET in the environment",
    )
    slack: Slack = Slack()
    store: Store = Store()
    network: Network = Network()
    checks: Checks = Checks()
    render: Render = Render()
    relevance: RelevanceCheck = RelevanceCheck()
    alerts: Alerts = Alerts()
    partners: Partners = Partners()
    digest: Digest = Digest()
    bing: Bing = Bing()
    permissions: Permissions = Permissions()
    log: Log = Log()
    health: Monitoring = Monitoring()
    secrets: Secrets = Field(Secrets(), exclude=True)
