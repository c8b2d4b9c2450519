"""Messages, a modal and a Home with one of everything that our app uses, for eyes and for the checker."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(action_id: str, label: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def line(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def option(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


CONFIRM = {
    "title": plain("Stop tracking?"),
    "text": plain("The link is forgotten; its history stays for 90 days."),
    "confirm": plain("Stop tracking"),
    "deny": plain("Keep it"),
    "style": "danger",
}
ALERT: list[Json] = [
    {"type": "header", "text": plain("🔴 Link lost on trail-notes.localhost")},
    {
        "type": "section",
        "text": mrkdwn(
            "*Page* <http://trail-notes.localhost/kit|What five wet weeks taught us>\n"
            "*Target* <http://fellside.localhost/guides|Choosing hiking boots>\n"
            "> was: a followed link, _in the text_\n> now: `not on the page` "
            "since <!date^1795000000^{date_short} at {time}|then>"
        ),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("Show proof", "proof"), option("Edit", "edit"), option("Draft a mail", "mail")],
        },
    },
    {
        "type": "section",
        "fields": [
            mrkdwn("*Status*\n:red_circle: lost"),
            mrkdwn("*Owner*\n<@U0BEN>"),
            mrkdwn("*Seen*\n3 of 3 looks"),
            mrkdwn("*In*\n<#C0LINKS>"),
        ],
    },
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button("mine", "I'm on it", style="primary", value="L-12"),
            button("again", "Check again", value="L-12"),
            {
                "type": "static_select",
                "action_id": "snooze",
                "placeholder": plain("Snooze"),
                "options": [option("A day", "1d"), option("A week", "7d")],
            },
            button("stop", "Stop tracking", style="danger", confirm=CONFIRM),
        ],
    },
    {"type": "context", "elements": [mrkdwn("L-12 · why this alert: *absent* on three checks over 6 hours")]},
]
WEEKS = [f"W{week}" for week in range(36, 48)]
CHART: Json = {
    "type": "data_visualization",
    "title": "Live links, 12 weeks",
    "chart": {
        "type": "line",
        "series": [
            {"name": "Live", "data": [{"label": week, "value": 40 + n * 2 % 7} for n, week in enumerate(WEEKS)]},
            {"name": "Lost", "data": [{"label": week, "value": n % 5} for n, week in enumerate(WEEKS)]},
        ],
        "axis_config": {"categories": WEEKS, "x_label": "Week", "y_label": "Links"},
    },
}
DIGEST: list[Json] = [
    {"type": "header", "text": plain("Week 47 in #links")},
    CHART,
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [raw("Still lost"), raw("Days")],
            [raw("gear-bench.localhost/reviews/ridge-boot"), {"type": "raw_number", "value": 12, "text": "12"}],
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "Foreign <b>text</b> stays *as it is*", "style": {"bold": True}}],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    line({"type": "text", "text": "one"}),
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "link", "url": "https://a.example/", "text": "two"}],
                    },
                ],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": '<a href="x" rel="nofollow">'}]},
        ],
    },
    {"type": "markdown", "text": "### Heading\n- **bold** and `code`\n- [link](https://a.example/)"},
]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Add a link"),
    "submit": plain("Add"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "blocks": [
        {"type": "alert", "level": "info", "text": plain("We look at the page at once.")},
        {
            "type": "input",
            "block_id": "page",
            "label": plain("Page"),
            "hint": plain("Where the link stands"),
            "element": {"type": "plain_text_input", "action_id": "page", "placeholder": plain("https://…")},
        },
        {
            "type": "input",
            "block_id": "every",
            "label": plain("How often"),
            "element": {
                "type": "static_select",
                "action_id": "every",
                "initial_option": option("Every day", "24h"),
                "options": [option("Every six hours", "6h"), option("Every day", "24h")],
            },
        },
        {
            "type": "input",
            "block_id": "owner",
            "optional": True,
            "label": plain("Owner"),
            "element": {"type": "users_select", "action_id": "owner"},
        },
        {
            "type": "input",
            "block_id": "what",
            "optional": True,
            "label": plain("What counts"),
            "element": {
                "type": "checkboxes",
                "action_id": "what",
                "initial_options": [option("Nofollow is a loss", "nofollow")],
                "options": [option("Nofollow is a loss", "nofollow"), option("Noindex is a loss", "noindex")],
            },
        },
        {
            "type": "input",
            "block_id": "until",
            "optional": True,
            "label": plain("Guaranteed until"),
            "element": {"type": "datepicker", "action_id": "until"},
        },
        {
            "type": "input",
            "block_id": "file",
            "optional": True,
            "label": plain("File"),
            "element": {"type": "file_input", "action_id": "file", "filetypes": ["csv"], "max_files": 1},
        },
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Your links")},
        {
            "type": "section",
            "text": mrkdwn("*12* live · *1* lost"),
            "accessory": button("add", "Add a link", style="primary"),
        },
        {"type": "divider"},
        {
            "type": "section",
            "text": mrkdwn(":large_green_circle: *L-12* trail-notes.localhost"),
            "accessory": {
                "type": "overflow",
                "action_id": "row",
                "options": [option("Check", "check"), option("Remove", "remove")],
            },
        },
    ],
}
