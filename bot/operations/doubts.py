"""What makes one wonder whether a link that was just added is the one that was meant."""

from bot.access.permissions import Asker
from bot.messages.answers.doubts import Doubts, Twin
from bot.request.deps import Deps
from jobs.model.link import Link
from jobs.model.queries import LinkQuery
from jobs.web.urls import Degree, is_on_site, same_target, site_name


async def doubts_of(link: Link, who: Asker, deps: Deps) -> Doubts:
    """What speaks against a link that is new; of the links of its channel, those to the same target on the site."""
    ours = deps.config.our_sites
    swapped = is_on_site(link.page_url, ours) and not is_on_site(link.target, ours)
    asked = LinkQuery(who.channel, domain=site_name(link.page_url), target=link.target)
    others = (each for each in await deps.store.links(asked) if each.id != link.id)
    twins = ((each, same_target(each.page_url, link.page_url)) for each in others)
    same = next((Twin(each.ref, found.varies) for each, found in twins if found.degree is Degree.VARIANT), None)
    return Doubts(swapped, same)
