"""The blocks and views of Block Kit as data: which fields each has, how many, and on which surface it may stand.

Sources: Slack's Block Kit reference and the declarations of `@slack/types` 3.2. Blocks that need what this app never
has (video, remote files, calls) are left out, so that using one is an error here.
"""

from collections.abc import Mapping

from bot.sandbox.element_shapes import (
    ACCESSORY,
    ACTIONS,
    ANY_TEXT,
    BUTTON,
    CONFIRM,
    FLAG,
    ID,
    IDS,
    IMAGE_ELEMENT,
    INPUTS,
    SLACK_FILE,
    STYLE,
    URL,
    WHOLE,
    plain,
    text,
    typed,
)
from bot.sandbox.shapes import ByType, Items, Number, Record, Shape, Text

FEEDBACK = Record({"text": plain(75), "value": Text(2000), "accessibility_label": Text(75)}, ("text", "value"))
CONTEXT_ACTIONS = ByType(
    {
        "feedback_buttons": typed(
            ("positive_button", "negative_button"), action_id=ID, positive_button=FEEDBACK, negative_button=FEEDBACK
        ),
        "icon_button": typed(
            ("icon", "text"),
            action_id=ID,
            icon=Text(choices=("trash",)),
            text=plain(75),
            value=Text(2000),
            confirm=CONFIRM,
            accessibility_label=Text(75),
            visible_to_user_ids=IDS,
        ),
    }
)

RICH_INLINE = ByType(
    {
        "text": typed(("text",), text=ANY_TEXT, style=STYLE),
        "link": typed(("url",), url=URL, text=Text(least=0), unsafe=FLAG, style=STYLE),
        "emoji": typed(("name",), name=ANY_TEXT, unicode=ANY_TEXT, url=URL, style=STYLE),
        "user": typed(("user_id",), user_id=ANY_TEXT, style=STYLE),
        "channel": typed(("channel_id",), channel_id=ANY_TEXT, style=STYLE),
        "usergroup": typed(("usergroup_id",), usergroup_id=ANY_TEXT, style=STYLE),
        "team": typed(("team_id",), team_id=ANY_TEXT, style=STYLE),
        "broadcast": typed(("range",), range=Text(choices=("here", "channel", "everyone")), style=STYLE),
        "color": typed(("value",), value=ANY_TEXT, style=STYLE),
        "date": typed(
            ("timestamp", "format"), timestamp=WHOLE, format=ANY_TEXT, url=URL, fallback=ANY_TEXT, style=STYLE
        ),
    }
)
BORDER = Number(0, 1, whole=True)
RICH_SECTION = typed(("elements",), elements=Items(RICH_INLINE, least=0))
RICH_ELEMENTS = ByType(
    {
        "rich_text_section": RICH_SECTION,
        "rich_text_quote": typed(("elements",), elements=Items(RICH_INLINE, least=0), border=BORDER),
        "rich_text_preformatted": typed(("elements",), elements=Items(RICH_INLINE, least=0), border=BORDER),
        "rich_text_list": typed(
            ("elements", "style"),
            elements=Items(ByType({"rich_text_section": RICH_SECTION})),
            style=Text(choices=("bullet", "ordered")),
            indent=Number(0, 8, whole=True),
            border=BORDER,
        ),
    }
)


def block(needs: tuple[str, ...] = (), any_of: tuple[str, ...] = (), /, **fields: Shape) -> Record:
    """A block: it may have a `block_id`."""
    return typed(needs, any_of, block_id=ID, **fields)


RICH_TEXT = block(("elements",), elements=Items(RICH_ELEMENTS, least=0))
CELL = ByType(
    {
        "raw_text": typed(("text",), text=ANY_TEXT),
        "raw_number": typed(("value",), value=Number(), text=ANY_TEXT),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = Record({"align": Text(choices=("left", "center", "right")), "is_wrapped": FLAG})
SEGMENT = Record({"label": Text(20), "value": Number()}, ("label", "value"))
SERIES = Record({"name": Text(20), "data": Items(SEGMENT, 20)}, ("name", "data"))
AXIS = Record(
    {"categories": Items(Text(20), 20), "x_label": Text(50), "y_label": Text(50)},
    ("categories",),
)
PLOT = typed(("series", "axis_config"), series=Items(SERIES, 6), axis_config=AXIS)
CHART = ByType(
    {"pie": typed(("segments",), segments=Items(SEGMENT, 6)), "bar": PLOT, "area": PLOT, "line": PLOT},
)
CARD = block(
    (),
    ("hero_image", "title", "actions", "body"),
    hero_image=IMAGE_ELEMENT,
    icon=IMAGE_ELEMENT,
    title=text(150),
    subtitle=text(150),
    body=text(200),
    actions=Items(ByType({"button": BUTTON}), 5),
)

BASIC: Mapping[str, Shape] = {
    "actions": block(("elements",), elements=Items(ACTIONS, 25)),
    "context": block(("elements",), elements=Items(ByType({"image": IMAGE_ELEMENT, **text(3000).records}), 10)),
    "divider": block(),
    "header": block(("text",), text=plain(150)),
    "image": block(
        ("alt_text",),
        ("image_url", "slack_file"),
        image_url=URL,
        slack_file=SLACK_FILE,
        alt_text=Text(2000),
        title=plain(2000),
    ),
    "input": block(
        ("label", "element"),
        label=plain(2000),
        element=ByType(INPUTS),
        hint=plain(2000),
        optional=FLAG,
        dispatch_action=FLAG,
    ),
    "rich_text": RICH_TEXT,
    "section": block(
        (),
        ("text", "fields"),
        text=text(3000),
        fields=Items(text(2000), 10),
        accessory=ACCESSORY,
        expand=FLAG,
    ),
    "table": block(("rows",), rows=Items(Items(CELL, 20), 100), column_settings=Items(COLUMN, 20)),
}
BLOCKS: Mapping[str, Shape] = {
    **BASIC,
    "alert": block(("text",), text=text(3000), level=Text(choices=("default", "info", "warning", "error", "success"))),
    "card": CARD,
    "carousel": block(("elements",), elements=Items(ByType({"card": CARD}), 10)),
    "container": block(
        ("child_blocks",),
        ("title", "rich_text_title"),
        title=plain(150),
        rich_text_title=ByType({"rich_text": RICH_TEXT}),
        subtitle=text(150),
        child_blocks=Items(ByType(BASIC), 10),
        width=Text(choices=("narrow", "standard", "wide", "full")),
        icon=IMAGE_ELEMENT,
        is_collapsible=FLAG,
        default_collapsed=FLAG,
        has_header_divider=FLAG,
    ),
    "context_actions": block(("elements",), elements=Items(CONTEXT_ACTIONS, 5)),
    "data_table": block(
        ("rows", "caption"),
        rows=Items(Items(CELL, 20), 101, least=2),
        caption=ANY_TEXT,
        page_size=Number(1, 100, whole=True),
        row_header_column_index=Number(0, whole=True),
    ),
    "data_visualization": block(("title", "chart"), title=Text(50), chart=CHART),
    "markdown": block(("text",), text=Text(12_000)),
}

ONLY_ON: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "card": frozenset({"message"}),
    "carousel": frozenset({"message"}),
    "container": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "data_table": frozenset({"message"}),
    "data_visualization": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "table": frozenset({"message"}),
}
"""Blocks that not every surface (message, modal, home) shows."""

VIEW_FIELDS: Mapping[str, Shape] = {
    "blocks": Items(ByType(BLOCKS), 100, least=0),
    "private_metadata": Text(3000, least=0),
    "callback_id": Text(255, least=0),
    "external_id": Text(255, least=0),
}
VIEWS = ByType(
    {
        "home": typed(("blocks",), **VIEW_FIELDS),
        "modal": typed(
            ("blocks", "title"),
            title=plain(24),
            close=plain(24),
            submit=plain(24),
            clear_on_close=FLAG,
            notify_on_close=FLAG,
            submit_disabled=FLAG,
            **VIEW_FIELDS,
        ),
    }
)
