"""Opens a modal for whoever clicked: by itself, or on top of the one that they clicked in."""

from bot.messages.kit.views import View
from bot.request.ask import Ask
from bot.request.deps import Deps


async def show_view(ask: Ask, view: View, deps: Deps) -> None:
    """Open it while the trigger lives."""
    opens = deps.client.views_push if ask.answer.modal else deps.client.views_open
    await opens(trigger_id=ask.trigger_id, view=view)
