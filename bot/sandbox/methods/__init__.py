"""The methods of the Web API that the local Slack knows, by name."""

from collections.abc import Callable, Mapping

from bot.sandbox.methods.args import Args
from bot.sandbox.methods.chat import CHAT
from bot.sandbox.methods.conversations import CONVERSATIONS
from bot.sandbox.methods.files import FILES
from bot.sandbox.methods.people import PEOPLE
from bot.sandbox.methods.views import VIEWS
from bot.sandbox.nouns import Json
from bot.sandbox.workspace import Workspace

Method = Callable[[Workspace, Args], Json]
"""Does what is asked and gives the answer without `ok`; raises SlackError."""

METHODS: Mapping[str, Method] = {**CHAT, **CONVERSATIONS, **FILES, **PEOPLE, **VIEWS}

__all__ = ["METHODS", "Args", "Method"]
