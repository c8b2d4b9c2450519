"""The verbs about other sites and their people, which `verbs.py` lists among the others."""

from bot.grammar.verb_words import Verb

PARTNER = Verb(
    "partner",
    "how many links go out from a partner's page; all that is known of a partner's site",
    (
        "partner add <page> [max 100] [every 2d] [#channel]",
        "partner show <site>",
        'partner note|wrote|answered <site> ["what"]',
        "partner contact <site> [<how>|none] [tag:x|tags none]",
        "partner do-not-contact|may-contact <site>",
        "partner show|check|edit|snooze|accept|remove P-3",
        "partner baseline P-3",
    ),
    ("partner add https://friends.example/links max 80", "partner show friends.example", "partner edit P-3 max 50"),
    ("partners", "partnerpage"),
)

EXCHANGE = Verb(
    "exchange",
    "links given for links, watched as one deal",
    (
        "exchange add <their page> -> <our target> for <our page> -> <their target> [until <day>] [cost 50 EUR]",
        "exchange add <A's page> -> <B> then <B's page> -> <C> then <C's page> -> <A>",
        "exchange add",
        "exchange list [broken|pending|active|expiring|over] [page:2]",
        "exchange show X-2",
        "exchange edit X-2 [until 2027-03-01 | until none] [cost 50 EUR | cost none]",
        "exchange end X-2",
    ),
    (
        "exchange add friends.example/links -> ours.example for ours.example/partners -> friends.example",
        "exchange list broken",
        "exchange show X-2",
        "exchange edit X-2 until 2027-03-01",
        "exchange end X-2",
    ),
    ("exchanges", "deal", "deals", "swap", "swaps", "trade", "reciprocal"),
)

RECIPROCITY = Verb(
    "reciprocity",
    "what partners and our own pages give each other, and what we give for nothing",
    ("reciprocity [<site>]",),
    ("reciprocity", "reciprocity friends.example"),
    ("balance", "outbound", "bothways"),
)

OURS = Verb(
    "ours",
    "links between our own pages that are broken, and pages that none of ours links to",
    ("ours [page:2]",),
    ("ours",),
    ("our", "our-pages", "orphans", "internal"),
)

GUARANTEE = Verb(
    "guarantee",
    "what a vendor guarantees, and what can be claimed until when",
    (
        "guarantee",
        "guarantee L-12 [L-13 ...] | <site> [until 2027-03-01] [claim 14 days] [covers removed nofollow ...]",
        'guarantee L-12 [covers all] ["remedy"] | none',
        "guarantee pack L-12",
        "guarantee claimed|unclaimed L-12 [L-13 ...]",
    ),
    (
        "guarantee",
        'guarantee L-12 until 2027-03-01 claim 14 days covers removed nofollow "replaced or paid back"',
        "guarantee blog.example claim 30 days",
    ),
    ("guarantees", "warranty", "claims"),
)

PROSPECT = Verb(
    "prospect",
    "whom to ask for a link next: pages from the first thought to the placed link",
    (
        'prospect add <page> ... [-> <target>] [@owner] [next <day>] [cost 80 EUR] [contact <how>] ["notes"]',
        "prospect add",
        "prospect list [to contact|contacted|agreed|placed|declined|open] [@owner|mine] [<domain>] [page:2]",
        "prospect show C-4",
        "prospect edit C-4 [<state>] [-> <target>] [@owner|owner none] [next <day>|next none] [contact <how>|none]",
        'prospect edit C-4 [cost 80 EUR|cost none] ["notes"|notes none]',
        "prospect edit C-4",
        "prospect mail C-4 [en|de|es|fr]",
        "prospect remove|undo C-4",
        "prospect candidates (or below it, a line each: a page or site, and what it links to)",
    ),
    (
        "prospect add blog.example/resources -> ours.example/guide next 2027-03-01",
        "prospect list open",
        "prospect show C-4",
        'prospect edit C-4 contacted next in 2 weeks "wrote to the editor"',
        "prospect mail C-4",
        "prospect candidates",
    ),
    ("prospects", "outreach", "pipeline", "lead", "leads"),
)

FORECAST = Verb(
    "forecast",
    "how many of the links that stand will be gone in a year, with their cost",
    ("forecast",),
    ("forecast",),
    ("outlook", "expected", "prognosis"),
)

WORTH = Verb(
    "worth",
    "what links are worth by rules of thumb, each shown, and which cost more than that",
    ("worth [page:2]", "worth file", "worth L-12"),
    ("worth", "worth file", "worth L-12"),
    ("value", "rank", "ranking"),
)

AUDIT = Verb(
    "audit",
    "do pages deal honestly with our links: fourteen tricks, each with its proof",
    ("audit L-12 [P-3 ...] | <address> | <domain>",),
    ("audit L-12", "audit blog.example"),
    ("honest", "inspect"),
)

REHEARSE = Verb(
    "rehearse",
    "a move of our own pages: which links a list of redirects saves, and which break",
    ("rehearse <old> -> <new> (or below it, a line each: the list of redirects)",),
    ("rehearse https://ours.example/old-guide -> https://ours.example/guide",),
    ("rehearsal", "migration", "migrate", "relaunch", "redirects"),
)
