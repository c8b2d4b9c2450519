"""`relevance`: how close two pages are in subject."""

from bot.access.permissions import may_manage
from bot.grammar.as_command import written
from bot.grammar.values import Compare
from bot.messages.answers.help import not_understood
from bot.messages.answers.relevance import comparing, relevance_failed, relevance_report
from bot.messages.kit.blocks import Message
from bot.request.ask import Request
from bot.request.deps import Deps
from jobs.model.page import FetchFailure


async def relevance(command: Compare, request: Request, deps: Deps) -> Message:
    """The report, or which page could not be read."""
    target = command.target or _first_site(deps)
    if not target:
        why = "Name our page too, or set our_sites in the configuration."
        example = "relevance https://blog.example/post https://ours.example/shop"
        return not_understood(deps.config.slack.command, "", why, example, f"relevance {written(command.page)}")
    found = await request.answer.while_waiting(deps.relevance(command.page, target), comparing())
    if isinstance(found, FetchFailure):
        return relevance_failed(found)
    page, ours = written(command.page), written(target)
    adding = f"add {page} -> {ours}" if may_manage(deps.config.permissions, request.asker) else ""
    return relevance_report(found, f"relevance {page} {ours}", adding)


def _first_site(deps: Deps) -> str:
    sites = deps.config.our_sites
    if not sites:
        return ""
    return sites[0] if "//" in sites[0] else f"https://{sites[0]}/"
