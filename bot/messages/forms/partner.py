"""The form that changes how many links a partner page may have."""

from bot.messages.kit.blocks import line, rich, strong, web_link
from bot.messages.kit.views import View, field, modal
from jobs.model.partner import LEAST, MOST, Partner

LIMIT_FORM = "form.partner"
MAX = "max"


def limit_form(partner: Partner) -> View:
    """Another limit; the page is what it is, and stays."""
    box = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "initial_value": str(partner.max_outbound),
        "min_value": str(LEAST),
        "max_value": str(MOST),
    }
    hint = "More followed links to other sites than that raise an alert. It is a rule of thumb, not Google's."
    return modal(
        f"Limit of {partner.ref}",
        [
            rich(line(strong("Page "), web_link(partner.page_url))),
            field(MAX, "At most", box, hint=hint, optional=False),
        ],
        LIMIT_FORM,
        "Save",
        partner=partner.id,
        channel=partner.channel,
    )


STOP = "form.stop"


def ask_stop(named: str, count: int = 1, /, **about: str | int) -> View:
    """Asked before tracking ends; `about` says whose."""
    them = "it" if count == 1 else "them"
    words = (
        f"{named} will no longer be tracked, and there will be no more alerts about {them}. Alerts already posted stay."
    )
    return modal("Stop tracking?", [rich(line(words))], STOP, "Stop tracking", named=named, **about)
