"""Opens a modal for whoever clicked: by itself, or on top of the one that they clicked in."""

from bot.commands.asking import Ask
from bot.deps import Deps
from bot.messages.views import View


async def show_view(ask: Ask, view: View, deps: Deps) -> None:
    """Open it while the trigger lives."""
    opens = deps.client.views_push if ask.answer.modal else deps.client.views_open
    await opens(trigger_id=ask.trigger_id, view=view)
