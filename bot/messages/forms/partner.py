"""The forms of partners: how many links a page may have, how the people of a site are reached."""

from bot.messages.answers.contacts import UNWANTED_ELSEWHERE
from bot.messages.kit.blocks import foreign, line, rich, strong, web_link
from bot.messages.kit.views import View, boxes, field, modal, text_box
from jobs.model.partner import LEAST, MOST, Partner, SiteContact

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


CONTACT_FORM = "form.contact"
REACHED, CONTACT_TAGS, UNWANTED = "reached", "contact_tags", "unwanted"
_NOBODY = "nobody"


def contact_form(contact: SiteContact, *, is_unwanted: bool) -> View:
    """How the people of a site are reached, their tags, and whether one may write; `is_unwanted`: of any channel."""
    is_elsewhere = is_unwanted and not contact.unwanted_since
    elsewhere = [line(strong("Do not contact: "), UNWANTED_ELSEWHERE)] if is_elsewhere else []
    unwanted = boxes([("Nobody may write to them", _NOBODY)], [_NOBODY] if contact.unwanted_since else [])
    tags = text_box(", ".join(sorted(contact.tags)), "spring, editors")
    return modal(
        "People of a site",
        [
            rich(line(strong("Site "), foreign(contact.site, 100)), *elsewhere),
            field(REACHED, "How they are reached", text_box(contact.contact, "ada@blog.example, or a form's address")),
            field(CONTACT_TAGS, "Tags", tags, hint="With commas between them."),
            field(UNWANTED, "Do not contact", unwanted, hint="Holds in all channels; who said so is told in none."),
        ],
        CONTACT_FORM,
        "Save",
        site=contact.site,
        channel=contact.channel,
    )


STOP = "form.stop"


def ask_stop(named: str, count: int = 1, /, **about: str | int) -> View:
    """Asked before tracking ends; `about` says whose."""
    them = "it" if count == 1 else "them"
    words = (
        f"{named} will no longer be tracked, and there will be no more alerts about {them}. Alerts already posted stay."
    )
    return modal("Stop tracking?", [rich(line(words))], STOP, "Stop tracking", named=named, **about)
