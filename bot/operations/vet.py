"""Pages vetted for a channel, and the file of a list."""

from collections.abc import Callable, Sequence

from bot.access.permissions import Asker
from bot.messages.answers.vetted import list_greeting
from bot.request.deps import Deps
from bot.slack.files import BYTE_ORDER, SlackFile, send_files
from jobs.pages.reading import Reading
from jobs.prospects.vet import known_of
from jobs.prospects.vetting import Vetted, as_csv


async def vet_pages(
    pages: Sequence[str], target: str, who: Asker, deps: Deps, step: Callable[[int], None]
) -> list[Vetted] | Reading:
    """Each page with what is advised, those to ask first; our page's reading where that could not be read."""
    known = await known_of(deps.store, deps.config, who.channel, pages)
    return await deps.vet(pages, target, known, step)


async def send_list(found: Sequence[Vetted], target: str, who: Asker, deps: Deps) -> None:
    """Send the ranked list to the asker in a direct message; raises NotSentError."""
    greeting = list_greeting(len(found), target)
    files = [SlackFile("vetted-pages.csv", as_csv(found).encode(BYTE_ORDER, "replace"))]
    await send_files(deps.client, who.user, files, greeting.text, greeting.blocks)
