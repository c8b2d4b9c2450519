"""What people are told where we cannot post, and who gets the alerts meanwhile."""

from collections.abc import Mapping

from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, context, note
from bot.messages.kit.text import Mrkdwn
from bot.slack.errors import OUR_FAULT, PERHAPS, ErrorMeaning, Failure, gave_no_word, meaning_of
from bot.slack.post_access import ChannelPlace, PostAccess, Sharing, is_direct, post_access_of

_BECAUSE: Mapping[PostAccess, str] = {
    PostAccess.NOT_A_MEMBER: "I am not a member of it. Type /invite in it and choose me, or stop tracking its links.",
    PostAccess.ARCHIVED: "it is archived. Unarchive it, or stop tracking its links.",
    PostAccess.RESTRICTED: "only some may post in it. Let me be one of them, or stop tracking its links.",
}
_NOT_THERE = (
    "it is gone, or private and I am not in it. If it is there, type /invite in it and choose me; "
    "if not, stop tracking its links."
)
_LATER = "What waits is posted there as soon as I can."
_MAY_BE_MISSING = "Slack's answer was lost, and slack.at_most_once forbids to post again what it may have."


def could_not_post(word: str) -> str:
    """Messages find no way into a channel, which is named as `{}`; `word` is Slack's for why, or ours."""
    if post_access_of(word):
        return f"I cannot post in {{}}: {because(word)} Its alerts come here meanwhile."
    if word == PERHAPS:
        return f"In {{}}, a message may be missing: {_MAY_BE_MISSING}"
    return f"In {{}}, a message could not be posted: {because(word)}"


def unsaid(count: str, word: str) -> str:
    """What of a channel was not posted, as `status` says it behind the channel's name."""
    if word == PERHAPS:
        return f"{count} may be missing: {_MAY_BE_MISSING}"
    return f"{count} could not be posted: {because(word)}"


def because(word: str) -> str:
    """Why a message found no way into a channel, and what helps."""
    meaning = meaning_of(word)
    if meaning is ErrorMeaning.NO_CHANNEL:
        return f"{_NOT_THERE} {_LATER}"
    if reach := post_access_of(word):
        return f"{_BECAUSE[reach]} {_LATER}"
    if meaning is ErrorMeaning.NO_SCOPE:
        return f"the app lacks a scope. Add it and install the app again; the docs say what each is for. {_LATER}"
    if meaning.failure is Failure.AUTH:
        return f"Slack does not take the bot's token. {_LATER}"
    return f"{_refusal(word)} It is tried again, ever more seldom."


def because_failing(word: str) -> str:
    """Why a message is not posted yet that is tried again and again."""
    if gave_no_word(word):
        return "Slack does not answer. It is tried again every few minutes."
    return f"Slack answers “{word.replace('_', ' ')}”. It is tried again, ever more seldom."


def _refusal(word: str) -> str:
    said = word.replace("_", " ")
    if meaning_of(word).failure in {Failure.RETRY, Failure.UNKNOWN}:
        return f"Slack has not taken it for an hour ({said})."
    return (
        "a fault of ours; the log says more." if word == OUR_FAULT else f"Slack refused it ({said}); the log says more."
    )


def admin_unreached(reach: PostAccess | None) -> str:
    """Why the admin channel is told nothing, and what helps; empty where it is. None: others see it."""
    if reach is None:
        why = "another workspace sees it, so alerts of other channels do not go there. Choose one of yours alone."
    elif reach in _BECAUSE:
        why = _BECAUSE[reach].replace(", or stop tracking its links", "")
    else:
        return ""
    return f"slack.admin_channel: {why} What cannot be posted elsewhere goes to the links' own people meanwhile."


def escalation_unreached(reach: PostAccess, *, is_shared: bool) -> str:
    """Why the configured channel is not told of alerts that nobody took, and what helps; empty where it is."""
    if is_shared:
        why = "another workspace sees it, so what nobody took is told again where it stands. Choose one of yours alone."
    elif reach in _BECAUSE:
        why = _BECAUSE[reach].replace(", or stop tracking its links", "")
    else:
        return ""
    return f"alerts.escalate_to: {why}"


def channel_unreached(channel: str, reach: PostAccess) -> str:
    """Why alerts do not get into a channel, and what helps, for whoever runs the bot; empty where they do."""
    return f"channel {channel}: {_BECAUSE[reach]}" if reach in _BECAUSE else ""


def not_all_here(place: ChannelPlace) -> Message:
    """All links are never asked for at once where another workspace sees the channel, or may."""
    instead = " Check links one by one, or those on one site: check partner.example."
    if place.sharing is Sharing.SHARED:
        return note("All links are never checked at once in a channel that is shared with another workspace.", instead)
    if place.reach is PostAccess.NOT_A_MEMBER:
        why = "I am not in this conversation, so I cannot see whether it is shared with another workspace."
    elif place.lacks:
        why = (
            "I cannot see whether this channel is shared with another workspace, for the app lacks the scope "
            f"{_scopes(place.lacks)}. Whoever runs this bot can add it; a direct message with me works without."
        )
    else:
        why = (
            "Slack does not say just now whether this channel is shared with another workspace. Try again in a moment."
        )
    return note("All links cannot be checked at once here. ", why, instead)


def _scopes(needed: str) -> str:
    """The scopes of channels; those of other conversations that Slack names beside them say nothing here."""
    names = [name for name in needed.split(",") if name.startswith(("channels:", "groups:"))]
    return " or ".join(names) or "channels:read, for private channels groups:read"


def unreached(channel: str, reach: PostAccess, admin_channel: str) -> list[Block]:
    """What stands beside an answer about a channel that alerts do not get into; nothing where they do."""
    if reach not in _BECAUSE:
        return []
    why = _why(channel, reach)
    return [context(text.join(["⚠️ ", why, ", so ", _go_elsewhere(channel, admin_channel), _cure(channel, reach)]))]


def _why(channel: str, reach: PostAccess) -> Mrkdwn:
    named = text.channel(channel)
    match reach:
        case PostAccess.ARCHIVED:
            return text.join([named, " is archived"])
        case PostAccess.RESTRICTED:
            return text.join(["Only some may post in ", named])
    return text.join(["I am not in this conversation"] if is_direct(channel) else ["I am not a member of ", named])


def _go_elsewhere(channel: str, admin_channel: str) -> Mrkdwn:
    if not admin_channel or admin_channel == channel:
        return text.escape("alerts go as direct messages to those who own the links, or added them, meanwhile.")
    return text.join([text.escape("alerts go to "), text.channel(admin_channel), text.escape(" meanwhile.")])


def _cure(channel: str, reach: PostAccess) -> Mrkdwn:
    if reach is not PostAccess.NOT_A_MEMBER:
        return text.escape("")
    if is_direct(channel):
        return text.escape(" Add links in a channel instead, or in a direct message with me.")
    return text.escape(" Type /invite there and choose me.")
