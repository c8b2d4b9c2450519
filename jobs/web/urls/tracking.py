"""Parameters that only say where a visitor came from: with or without them, the page is the same.

Each is documented by the one who sets it. Left out on purpose is whatever can name a page somewhere: `r`, `ref`,
`source`, `share`, `id`, `p`, `page`, `s`, `from`.
"""

PREFIXES = (
    "utm_",  # Google Analytics, "Collect campaign data with custom URLs"
    "mtm_",  # Matomo, "Campaign tracking"
    "pk_",  # Matomo under its former name, Piwik
    "matomo_",  # Matomo
    "piwik_",  # Matomo
    "hsa_",  # HubSpot Ads
    "_hsenc",  # HubSpot mails
    "_hsmi",  # HubSpot mails
)

NAMES = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid"),  # Google Ads
        *("_ga", "_gl"),  # Google Analytics, cross-domain measurement
        "fbclid",  # Meta
        "igshid",  # Instagram
        "igsh",  # Instagram
        "msclkid",  # Microsoft Advertising
        "ttclid",  # TikTok
        "twclid",  # X
        "li_fat_id",  # LinkedIn
        "epik",  # Pinterest
        "scclid",  # Snapchat
        "rdt_cid",  # Reddit
        *("yclid", "ysclid", "ymclid", "_openstat"),  # Yandex
        *("mc_cid", "mc_eid"),  # Mailchimp
        "mkt_tok",  # Marketo
        *("vero_id", "vero_conv"),  # Vero
        "_kx",  # Klaviyo
        "oly_enc_id",  # Omeda
        "oly_anon_id",  # Omeda
        "wickedid",  # Wicked Reports
        "hsCtaTracking".lower(),  # HubSpot calls to action
        "s_kwcid",  # Adobe Advertising
        "ef_id",  # Adobe Advertising
    }
)


def is_tracking(name: str) -> bool:
    """Whether the query parameter called `name` only tracks visitors; case does not count."""
    folded = name.lower()
    return folded in NAMES or folded.startswith(PREFIXES)
