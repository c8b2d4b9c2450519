"""`add` and `partner add`: track something, check it at once, say what was seen.

`import` does it with files, `discover` with what search engines list.
"""

from bot.access.permissions import may_manage
from bot.grammar.discoveries import OpenDiscover, SendDiscovered, ShowDiscovered, TrackDiscovered
from bot.grammar.values import Add, AddPartner, OpenAdd, OpenImport, UndoImport
from bot.messages.answers.across import known_across
from bot.messages.answers.checked import lines_left_out, links_added, partners_added
from bot.messages.answers.discovered import discovered as discovered_message
from bot.messages.answers.discovered import file_not_sent, file_sent, nothing_kept, nothing_to_track, superseded
from bot.messages.answers.doubts import doubted
from bot.messages.answers.export import writing
from bot.messages.forms.import_ import imported, taken_back
from bot.messages.kit.blocks import Message
from bot.operations import discover, import_file
from bot.operations.across import known_of
from bot.operations.add import add_links, add_partners
from bot.operations.doubts import doubts_of
from bot.outbox.reachability import warnings
from bot.request.ask import Form, OpenModal, Request
from bot.request.deps import Deps
from bot.request.destination import destinations_for
from bot.slack.files import NotSentError
from jobs.partners.across import sites_of


async def open_form(_command: OpenAdd, _request: Request, _deps: Deps) -> OpenModal:
    """Nothing was named to add: ask for it in a modal."""
    return OpenModal(Form.ADD)


async def add(command: Add, request: Request, deps: Deps) -> Message:
    """Track the links and show each as it was seen; raises NotThereError before anything is written."""
    named = [(row, row.channel or request.channel) for row in command.rows]
    destinations = await destinations_for((channel for _, channel in named), request.asker, deps)
    rows = [(row, destinations[channel]) for row, channel in named]
    added = await add_links(rows, request.asker, deps, request.answer.while_checking)
    answer = links_added(added, deps.now(), request.channel, deps.config.slack.command)
    here = [each.link.page_url for each in added.links if each.added and each.link.channel == request.channel]
    sites = [] if request.public else sites_of(here)
    known = known_across(await known_of(sites, request.asker, deps, apart=destinations))
    answer = answer.with_blocks(doubted(await doubts_of(added.links, request.asker, deps)))
    return answer.with_blocks([*known, *lines_left_out(command.left_out), *await warnings(added.channels, deps)])


async def add_partner(command: AddPartner, request: Request, deps: Deps) -> Message:
    """Track the partner pages and show how many links go out; raises NotThereError before anything is written."""
    channel = command.channel or request.channel
    destination = (await destinations_for([channel], request.asker, deps))[channel]
    added = await add_partners(command, destination, request.asker, deps, request.answer.while_checking)
    answer = partners_added(added, deps.now(), request.channel, deps.config.slack.command)
    return answer.with_blocks(await warnings(added.channels, deps))


async def open_import(_command: OpenImport, _request: Request, _deps: Deps) -> OpenModal:
    """A form in which a file is uploaded or rows are pasted."""
    return OpenModal(Form.IMPORT)


async def undo_import(command: UndoImport, request: Request, deps: Deps) -> Message:
    """Track the links of an import no longer, but for those that people changed since."""
    return taken_back(await import_file.undo_import(command.batch, request.asker, deps))


async def open_discover(_command: OpenDiscover, _request: Request, _deps: Deps) -> OpenModal:
    """A form in which lists are uploaded."""
    return OpenModal(Form.DISCOVER)


async def discovered(command: ShowDiscovered, request: Request, deps: Deps) -> Message:
    """What the newest list of an engine or site says."""
    found = await discover.discovered(command.names, request.asker, deps)
    if found is None:
        return nothing_kept(command.names, deps.config.slack.command)
    return discovered_message(found.found, found.kept, may_manage=may_manage(deps.config.permissions, request.asker))


async def send_discovered(command: SendDiscovered, request: Request, deps: Deps) -> Message:
    """Send all that the newest list of an engine or site says in a direct message, and say so."""
    found = await discover.discovered(command.names, request.asker, deps)
    if found is None:
        return nothing_kept(command.names, deps.config.slack.command)
    try:
        sending = discover.send_discovered(found.found, request.asker, deps)
        return file_sent(await request.answer.while_waiting(sending, writing()))
    except NotSentError as error:
        return file_not_sent(error.trouble)


async def track(command: TrackDiscovered, request: Request, deps: Deps) -> Message:
    """Track what came with the list that was shown; what came since is shown first."""
    kept = await discover.kept_as(command.names, request.asker, deps)
    if kept is None or int(kept.at.timestamp()) != command.taken_in:
        return superseded(command.names)
    asked, written = await discover.track_discovered(kept, request.asker, deps)
    return imported(written, asked, deps.config.slack.command) if asked.new else nothing_to_track()
