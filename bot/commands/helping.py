"""`help`: examples first."""

from bot.grammar.values import Help
from bot.grammar.verbs import BY_NAME, VERBS
from bot.messages.answers.help import help_message, verb_help
from bot.messages.kit.blocks import Message
from bot.request.ask import Ask
from bot.request.deps import Deps


async def help_with(command: Help, _ask: Ask, deps: Deps) -> Message:
    """All verbs, or one."""
    name = deps.config.slack.command
    if not command.verb:
        return help_message(name, [(verb.examples[0], verb.about) for verb in VERBS])
    verb = BY_NAME[command.verb]
    synonyms = ", ".join(word for word in verb.synonyms if word.isalpha())
    return verb_help(name, verb.about, verb.usage, verb.examples, synonyms)
