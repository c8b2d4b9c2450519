"""`help`: examples first."""

from bot.commands.asking import Ask
from bot.commands.values import Help
from bot.commands.verbs import BY_NAME, VERBS
from bot.deps import Deps
from bot.messages.blocks import Message
from bot.messages.helping import help_message, verb_help


async def help_with(command: Help, _ask: Ask, deps: Deps) -> Message:
    """All verbs, or one."""
    name = deps.config.slack.command
    if not command.verb:
        return help_message(name, [(verb.examples[0], verb.about) for verb in VERBS])
    verb = BY_NAME[command.verb]
    synonyms = ", ".join(word for word in verb.synonyms if word.isalpha())
    return verb_help(name, verb.about, verb.usage, verb.examples, synonyms)
