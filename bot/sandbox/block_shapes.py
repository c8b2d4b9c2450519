"""Block Kit as data: which fields each object has and how long they may be.

Sources: Slack's Block Kit reference and the declarations of `@slack/types` 3.2. Blocks that need what this app never
has (video, remote files, calls) are left out, so that using one is an error here.
"""

from collections.abc import Mapping

from bot.sandbox.shapes import ByType, Flag, Items, Number, Record, Shape, Text

FLAG = Flag()
ANY_TEXT = Text()
TYPE = ANY_TEXT
ID = Text(255)
URL = Text(3000)
WHOLE = Number(whole=True)


def typed(needs: tuple[str, ...] = (), any_of: tuple[str, ...] = (), /, **fields: Shape) -> Record:
    """An object with a `type`."""
    return Record({"type": TYPE, **fields}, needs, any_of)


def plain(most: int) -> ByType:
    """A plain_text object."""
    return ByType({"plain_text": typed(("text",), text=Text(most), emoji=FLAG)})


def mrkdwn(most: int) -> ByType:
    """A mrkdwn object."""
    return ByType({"mrkdwn": typed(("text",), text=Text(most), verbatim=FLAG)})


def text(most: int) -> ByType:
    """A text object of either kind."""
    return ByType({**plain(most).records, **mrkdwn(most).records})


CONFIRM = Record(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": Text(choices=("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)


def option(words: Shape) -> Record:
    """A choice in a menu."""
    return Record(
        {"text": words, "value": Text(75), "description": plain(75), "url": URL},
        ("text", "value"),
    )


MENU_OPTION = option(plain(75))
BOX_OPTION = Record({**option(text(75)).fields, "description": text(75)}, ("text", "value"))
GROUP = Record({"label": plain(75), "options": Items(MENU_OPTION, 100)}, ("label", "options"))
FILTER = Record(
    {
        "include": Items(Text(choices=("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": FLAG,
        "exclude_bot_users": FLAG,
    }
)
DISPATCH = Record({"trigger_actions_on": Items(Text(choices=("on_enter_pressed", "on_character_entered")))})
SLACK_FILE = Record({"id": ANY_TEXT, "url": URL}, any_of=("id", "url"))
STYLE = Record({"bold": FLAG, "italic": FLAG, "strike": FLAG, "code": FLAG, "underline": FLAG})


def control(needs: tuple[str, ...] = (), any_of: tuple[str, ...] = (), /, **fields: Shape) -> Record:
    """An interactive element: it has an `action_id` and may ask for confirmation."""
    return typed(needs, any_of, action_id=ID, confirm=CONFIRM, focus_on_load=FLAG, **fields)


def menu(*, many: bool, **fields: Shape) -> Record:
    """A select menu; `many` allows several choices."""
    extra: dict[str, Shape] = {"max_selected_items": Number(1, whole=True)} if many else {}
    return control(placeholder=plain(150), **extra, **fields)


def field_input(needs: tuple[str, ...] = (), /, **fields: Shape) -> Record:
    """An element into which one types."""
    return typed(
        needs,
        action_id=ID,
        focus_on_load=FLAG,
        placeholder=plain(150),
        dispatch_action_config=DISPATCH,
        **fields,
    )


BUTTON = typed(
    ("text",),
    text=plain(75),
    action_id=ID,
    url=URL,
    value=Text(2000),
    style=Text(choices=("primary", "danger")),
    confirm=CONFIRM,
    accessibility_label=Text(75),
)
IMAGE_ELEMENT = typed(
    ("alt_text",),
    ("image_url", "slack_file"),
    image_url=URL,
    slack_file=SLACK_FILE,
    alt_text=Text(2000),
)
STATIC = {"options": Items(MENU_OPTION, 100), "option_groups": Items(GROUP, 100)}
IDS = Items(ANY_TEXT)
MENUS: Mapping[str, Shape] = {
    "static_select": menu(many=False, initial_option=MENU_OPTION, **STATIC),
    "users_select": menu(many=False, initial_user=ANY_TEXT),
    "channels_select": menu(many=False, initial_channel=ANY_TEXT, response_url_enabled=FLAG),
    "conversations_select": menu(
        many=False,
        initial_conversation=ANY_TEXT,
        default_to_current_conversation=FLAG,
        response_url_enabled=FLAG,
        filter=FILTER,
    ),
    "multi_static_select": menu(many=True, initial_options=Items(MENU_OPTION, 100), **STATIC),
    "multi_users_select": menu(many=True, initial_users=IDS),
    "multi_channels_select": menu(many=True, initial_channels=IDS),
    "multi_conversations_select": menu(
        many=True, initial_conversations=IDS, default_to_current_conversation=FLAG, filter=FILTER
    ),
}
CHOICES: Mapping[str, Shape] = {
    "checkboxes": control(("options",), options=Items(BOX_OPTION, 10), initial_options=Items(BOX_OPTION, 10)),
    "radio_buttons": control(("options",), options=Items(BOX_OPTION, 10), initial_option=BOX_OPTION),
    "datepicker": control(placeholder=plain(150), initial_date=Text(10)),
    "timepicker": control(placeholder=plain(150), initial_time=Text(5), timezone=ANY_TEXT),
    "datetimepicker": control(initial_date_time=WHOLE),
}
OVERFLOW = typed(("options",), action_id=ID, confirm=CONFIRM, options=Items(MENU_OPTION, 5))
RICH_TEXT_INPUT = field_input(min_lines=Number(1, 100, whole=True), max_lines=Number(1, 100, whole=True))
INPUTS: Mapping[str, Shape] = {
    **MENUS,
    **CHOICES,
    "plain_text_input": field_input(
        initial_value=Text(3000, least=0),
        multiline=FLAG,
        min_length=Number(0, 3000, whole=True),
        max_length=Number(1, 3000, whole=True),
    ),
    "email_text_input": field_input(initial_value=Text(least=0)),
    "url_text_input": field_input(initial_value=Text(least=0)),
    "number_input": field_input(
        ("is_decimal_allowed",),
        is_decimal_allowed=FLAG,
        initial_value=ANY_TEXT,
        min_value=ANY_TEXT,
        max_value=ANY_TEXT,
    ),
    "rich_text_input": RICH_TEXT_INPUT,
    "file_input": typed(action_id=ID, filetypes=IDS, max_files=Number(1, 10, whole=True)),
}
ACTIONS = ByType({"button": BUTTON, "overflow": OVERFLOW, **MENUS, **CHOICES, "rich_text_input": RICH_TEXT_INPUT})
ACCESSORY = ByType({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE_ELEMENT, **MENUS, **CHOICES})

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
        "rich_text_preformatted": typed(
            ("elements",), elements=Items(RICH_INLINE, least=0), border=BORDER, language=ANY_TEXT
        ),
        "rich_text_list": typed(
            ("elements", "style"),
            elements=Items(ByType({"rich_text_section": RICH_SECTION})),
            style=Text(choices=("bullet", "ordered")),
            indent=Number(0, 8, whole=True),
            offset=Number(0, whole=True),
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
    "header": block(("text",), text=plain(150), level=Number(1, 4, whole=True)),
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
