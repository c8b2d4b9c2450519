"""Every field and every enum value that was ever stored; a new one is added here, one that is gone stands in `RETIRED`.

A new field is set in `documents.json` too. What is stored outlives the code: `documents.decode` passes over what it
does not know, so a renamed field would lose what it held without a word.
"""

from enum import Enum

from bot.messages.answers.sharing import Given
from bot.messages.kit.blocks import Message
from bot.rerouting.rerouted import ReroutedAlerts
from jobs.model.channel import AuditScope, ChannelBlock, ChannelLogo, ChannelSettings, DigestEvery, Logo
from jobs.model.digest import (
    DealLine,
    Digest,
    DigestCounts,
    DownCosts,
    FlaggedSite,
    LinkLine,
    ListingNews,
    Moves,
    NotedKind,
    NotedPage,
    PartnerLine,
    UnreturnedLine,
    WeekPoint,
)
from jobs.model.document import Canonical, MetaRefresh, Place, RobotsTag
from jobs.model.event import Event
from jobs.model.exchange import Exchange, ExchangeState, Leg, LegState, Side
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, Incident, IncidentKind, IncidentStatus, LinkBatch, LogLine, NotifiedState
from jobs.model.index_fact import IndexFact, IndexStatus
from jobs.model.kept_relevance import Agreement, KeptRelevance, Opinion
from jobs.model.link import Accepted, Edited, Expectation, Imported, Link, RowFields, Updated
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.listing import Counted, KeptListing, ListedLink
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.operation import ChangedLinks
from jobs.model.our_page import CrowdedLine, InsideLine, OurPage
from jobs.model.page import Hop, Outcome, Validators
from jobs.model.partner import PageOwner, Partner, SiteContact
from jobs.model.prospect import Fit, Plan, Prospect, ProspectPage, ProspectState
from jobs.model.proving_check import ProvingCheck, Witness
from jobs.model.reading import Match, OutwardLink, PageFacts, Seen, Sighting
from jobs.model.relevance import Closeness, Doubt
from jobs.model.series import ShareLine, SharePoint
from jobs.model.sheet_news import KeptLink, NewsKind, SheetNews
from jobs.model.site_audit import AuditedPage, AuditNews, SiteAudit
from jobs.model.site_ways import PageWay, SiteWays
from jobs.model.synced_sheet import RowChange, SheetDoubt, SheetQuestion, SyncedRow, SyncedSheet
from jobs.model.terms import Claimed, Covered, Guarantee, Money, PastPrice, Terms
from jobs.model.todo import Todo, TodoKind
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Change
from jobs.model.worth import CostAhead, Forecast
from jobs.store.changes.series import StoredSeries
from jobs.store.changes.shapes import Counter, Once, SentKey, StoredSettings

FIELDS: dict[type, str] = {
    Link: (
        "id channel page_url target added_at standing expected owner tags every added_by notes terms sighting "
        "proof proofs version columns imported updated index_facts guarantee prices claimed relevance opinion"
    ),
    ChangedLinks: "change part channel at by before after incidents_before incidents_after",
    SiteContact: "channel site contact tags unwanted_since unwanted_by disavowed_since version",
    Guarantee: "covers claim_days remedy",
    Imported: "batch at said sheet",
    Updated: "batch at said before",
    RowFields: "anchor rel owner tags notes terms columns guarantee",
    IndexFact: "claim on source by batch",
    LinkStatus: (
        "state since absences absent_since replaced_since unfollowed_since presences unproven open notes next_look_at "
        "target_look_at unknown_since unknown_tries unreachable snoozed_until marked_by marked_at last_present_at "
        "looked_at paused lived"
    ),
    Finding: "kind severity text was now agreed edited passing",
    Expectation: (
        "anchor rel render accepted edited seen_anchor seen_place lang max_outbound known_domains severities relevance "
        "least_relevance"
    ),
    KeptRelevance: ("score closeness at doubts shared their_language our_language their_sketch our_sketch is_outdated"),
    Opinion: "fits by at said",
    Agreement: "agreed of",
    Accepted: "kind now by at",
    Edited: "kind now",
    Terms: "cost guaranteed_until",
    Money: "amount currency",
    PastPrice: "cost until",
    Claimed: "by at",
    Sighting: "best count in_template nearest text_only js_only undecided unfollowed further html",
    Seen: (
        "href rel text place hidden match varies before after hidden_at_first page_signs rendered on_canonical "
        "sight_mark better_hidden hidden_by_markup"
    ),
    Evidence: "at final_url status html text headers body_hash signals",
    ProvingCheck: "at outcome status kind witness",
    Partner: (
        "id channel page_url max_outbound added_at every added_by baseline outbound over_limit limit_agreed version "
        "heard_outbound findings baseline_followed baseline_at baseline_by owner "
        "owner_doubt_at"
    ),
    Exchange: (
        "id channel legs added_at until cost added_by state since first broken_since is_first_sure clock "
        "counting_since agreed_at reminded announced next_at ended_at ended_by version"
    ),
    Prospect: (
        "id channel page_url added_at plan before since link fit look reminded added_by removed_at version planned"
    ),
    Plan: "state target owner contact next_on notes cost",
    Fit: "at target score closeness is_doubtful shared only_ours our_title",
    ProspectPage: "at title language mails contact_pages",
    Leg: "link side page_url target state is_readable doubt_since seen_at is_declared",
    TrackedPage: (
        "url host next_check_at turn_at last_outcome last_reason last_status last_checked_at last_read_at "
        "body_hash validators rules_version facts headers link_missing good_sketch"
    ),
    StoredSeries: "page_url last points",
    SiteAudit: "channel site next_at audited_at known doubted",
    AuditNews: "site pages",
    AuditedPage: "url said refs",
    SiteWays: "site next_at month asked ways",
    PageWay: "page_url path found_at sought_at missed_at gone_at gone_pages",
    OurPage: "url page listed_by is_list links sites followed over_limit_since listed inward "
    "inward_left_out failures broken_since orphan_since",
    OutwardLink: "url site followed",
    Validators: "etag last_modified url packed_hash",
    PageFacts: (
        "url final_url status hops title lang encoding canonicals robots refresh google_allowed google_rule "
        "followed_external external links external_domains text_chars shingles read_at outcome reason "
        "neighbours offers generator drawn words_mark company_mark owner_ids template lasting_mark"
    ),
    Hop: "url status location",
    Canonical: "source href valid ignored",
    RobotsTag: "source value",
    MetaRefresh: "seconds url in_noscript",
    HostState: "host failures not_before reason root_answers root_outcome root_sketch missing_outcome",
    Incident: (
        "id channel kind subject members opened_at since cause recovered accepted status findings before "
        "after holder snoozed_until closed_at log message_ts told_at told group parts version worsened lost successors "
        "proofs batch reopened_at escalated_to raging"
    ),
    LinkBatch: "name title runs",
    LogLine: "at text by whom",
    NotifiedState: "status waiting findings quiet",
    Notice: (
        "key channel kind created_at incident_id text broadcast payload status attempts not_before claimed_at "
        "ts error doubtful doubtful_at failing_since held"
    ),
    StoredSettings: "channel settings",
    KeptListing: "channel source site at on links gone before sites",
    Counted: "name count",
    ListedLink: "page target anchor on since",
    ChannelSettings: "digest_enabled digest_day digest_time digest_zone digest_since hide_costs client logo "
    "competitors digest_off_until quiet digest_off_from digest_every escalate "
    "escalating_after escalating_since audit",
    ChannelLogo: "channel logo",
    Logo: "media_type data",
    Once: "kind scope period",
    Counter: "name last",
    SentKey: "key at",
    ChannelBlock: "channel word since",
    Event: "at channel subject kind text by whom",
    SyncedSheet: (
        "id channel url every added_at next_at added_by leased_until run unfinished validators digest rows synced_at "
        "failures trouble told question version"
    ),
    SheetQuestion: "doubt digest rows why asked_at kept_by",
    SyncedRow: "sheet page_url target says at change run link kept before",
    SheetNews: (
        "kind sheet url run added changed removed adopted kept kept_in_all unusable why rows rows_before digest since"
    ),
    KeptLink: "ref change fields by",
    Digest: (
        "channel week since at counts lost weakened recovered still_open accepted pending unreachable "
        "over_limit near_limit guaranteed costs left_out series next_at replaced noted zone listings "
        "deals ending unreturned crowded inside"
        " flagged agreement first_day last_day moves todo shares every owner ahead"
    ),
    Todo: "kind refs count incident page_url target text since until holder",
    Moves: "added untracked placed back lost replaced dropped anew",
    UnreturnedLine: "site lost our_pages more_pages",
    CrowdedLine: "page_url followed",
    InsideLine: "page_url is_broken pages links",
    PageOwner: "title template ids",
    ShareLine: "ref page_url points",
    SharePoint: "day followed share",
    DealLine: "ref partners state since text until first",
    DigestCounts: "live weakened lost pending new unreachable snoozed partners replaced given",
    LinkLine: "ref page_url target state since text owner overdue accepted guaranteed_until claim_until",
    FlaggedSite: "site refs competitor disavowed",
    NotedKind: "kind total pages",
    NotedPage: "refs page_url text",
    PartnerLine: "ref page_url outbound max_outbound agreed",
    DownCosts: "state links known costs",
    Forecast: "standing days watched losses gone give_or_take costs quarters",
    CostAhead: "amount give_or_take",
    ListingNews: "source site new gone pages",
    WeekPoint: "monday live lost weakened replaced watched",
    ReroutedAlerts: "about word alerts ends refused",
    Given: "message hides_costs",
    Message: "text blocks plainer",
}

VALUES: dict[type[Enum], str] = {
    LinkState: "new pending live suspect lost weakened recovered replaced",
    Severity: "lost weakened note",
    Place: "body nav header footer sidebar comments author noscript iframe",
    Match: "exact variant same_site redirector no",
    Outcome: (
        "ok gone soft_404 parked dns_error blocked server_error timeout tls_error connection_error bad_http "
        "truncated redirect_loop not_html too_large too_complex unknown_encoding needs_js blank robots_refused "
        "refused_address replaced geo"
    ),
    Closeness: "same_subject same_field not_related unclear",
    Doubt: "short_text fallback_extraction languages_differ language_unsure no_word_list not_weighed unmeasured_model",
    ExchangeState: ("pending_theirs pending_ours active breach_theirs breach_ours both_broken expiring expired ended"),
    ProspectState: "to_contact contacted agreed placed declined",
    LegState: "pending stands broken accepted",
    Side: "theirs ours",
    IncidentKind: "lost weakened replaced target partner_over_limit breach expiring storm group",
    DigestEvery: "week month",
    AuditScope: "off exchanges monthly",
    TodoKind: "claim target lost breach replaced weakened ending overdue over_limit",
    IncidentStatus: "open accepted recovered stopped worsened ended",
    NoticeKind: "card edit reply digest answer text news sheet webhook",
    NoticeStatus: "ready sending retry sent dead superseded",
    Covered: "removed nofollow noindex moved sponsored",
    IndexStatus: "listed indexed not_indexed",
    SheetDoubt: "empty unreadable smaller",
    RowChange: "added adopted changed kept not_here removed stays stays_changed",
    NewsKind: "synced asked failed over",
    Witness: "nobody home_page site canary",
    Change: "live pending suspect cleared lost replaced weakened strengthened recovered unreachable reachable",
}

KINDS = (
    "anchor_changed anchor_empty another_page bad_neighbours both_broken breach_ours breach_theirs canonical_elsewhere "
    "duplicate expiring hidden in_iframe in_noscript js_only language_mismatch low_relevance "
    "meta_refresh_away missing moved nofollow noindex outbound_jump "
    "outbound_over_limit page_nofollow rendered_only robots_blocked sells_links sitewide source_redirected sponsored "
    "target_canonical_elsewhere target_error target_gone target_noindex target_redirects text_only ugc "
    "variant via_redirect wrong_target"
)
"""Kinds of findings: the names of the rules' files."""

RETIRED: dict[tuple[type, str], str] = {
    (ChannelSettings, "logo"): "A table of its own holds logos; no release kept one with the settings.",
    (LinkStatus, "paused"): "Nothing ever set it: a link that shall be left alone is snoozed.",
    (Expectation, "severities"): "Nothing ever set it: how bad a kind is, the configuration says for all links.",
    (SheetNews, "rows"): "Nobody read it: the doubt says in words how many rows there are.",
    (SheetNews, "rows_before"): "Nobody read it: the doubt says in words how many there were.",
    (DealLine, "first"): "Its text says who broke it first, and whether that is sure.",
    (Digest, "zone"): "The time of the next digest is shown in the zone of whoever reads it.",
}
"""What was stored once and is read no more, with the reason; it stays here, so that no name is used again."""

DEFAULTS: dict[tuple[type, str], object] = {
    (Canonical, "valid"): True,
    (Digest, "every"): DigestEvery.WEEK,
    (Exchange, "is_first_sure"): True,
    (Exchange, "state"): ExchangeState.PENDING_THEIRS,
    (Incident, "status"): IncidentStatus.OPEN,
    (Leg, "is_readable"): True,
    (Leg, "state"): LegState.PENDING,
    (LinkStatus, "state"): LinkState.NEW,
    (Notice, "status"): NoticeStatus.READY,
    (PageFacts, "outcome"): Outcome.OK,
    (Plan, "state"): ProspectState.TO_CONTACT,
    (Todo, "count"): 1,
    (ProvingCheck, "witness"): Witness.NOBODY,
}
"""The defaults of stored fields that are not empty; none is ever changed, for what is at its default is not stored."""
