"""Text objects and interactive elements of Block Kit as data: which fields each has and how long they may be.

Sources: Slack's Block Kit reference and the declarations of `@slack/types` 3.2.
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
