"""`/links partner show <site>`: what this channel knows of a partner."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

import msgspec
import pytest

from bot.sandbox import Message as OpenMessage
from jobs.config import Permissions
from jobs.exchanges.ours.inside import spelled
from jobs.model.channel import AuditScope
from jobs.model.link import NewLink
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import Notice, NoticeKind
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.partner import NewPartner
from jobs.model.queries import LinkQuery
from jobs.model.reading import OutwardLink
from jobs.model.series import PageSeries, SeriesPoint
from jobs.model.site_audit import AuditedPage, AuditNews
from jobs.model.site_ways import PageWay, SiteWays
from jobs.model.terms import Money, Terms
from jobs.model.tracked_page import TrackedPage
from jobs.model.write import Write
from jobs.partners.audit import AuditPoint, PageAudit, Trick
from jobs.partners.outbound import evaluate_partner
from tests.tools.nouns import MISSING, facts, incident, page
from tests.tools.slack_bot import ACME, ADA, BEN, LINKS, Bot, open_bot, words_of
from tests.tools.slack_words import read_view, sound_view

OURS = "https://ours.example/shop"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as running:
        before = running.clock.now() - timedelta(days=70)
        terms = Terms(Money(Decimal(120), "EUR"))
        await running.store.add_link(NewLink(LINKS, "https://www.blog.example/a", OURS, terms=terms), before)
        await running.store.add_link(NewLink(ACME, "https://blog.example/secret", OURS, terms=terms), before)
        await running.store.add_partner(NewPartner(LINKS, "https://blog.example/friends", 80), before)
        yield running


async def test_a_partner_is_shown_by_any_of_its_pages(bot: Bot) -> None:
    shown = await bot.type("partner show https://www.blog.example/a/page")
    said = words_of(shown)
    assert "blog.example" in said
    assert "1 link tracked: 1 not checked yet." in said
    assert "120 EUR for the links that are tracked" in said
    assert "not counted yet, limit 80" in said
    assert "secret" not in said


async def test_a_person_makes_what_is_there_now_the_baseline(bot: Bot) -> None:
    said = words_of(await bot.type("partner baseline P-1"))
    assert "It has not been counted yet: its first check makes a baseline." in said
    await counted(bot, "old.example")
    (page,) = await bot.store.partners(LINKS)
    assert (page.baseline, page.baseline_by) == (frozenset({"old.example"}), "")
    await counted(bot, "new.example", "old.example")
    said = words_of(await bot.type("partner baseline P-1"))
    assert "baseline: 2 followed links out to 2 sites" in said
    (page,) = await bot.store.partners(LINKS)
    assert (page.baseline, page.baseline_followed) == (frozenset({"new.example", "old.example"}), 2)
    assert (page.baseline_by, page.baseline_at) == (ADA, bot.clock.now())
    assert "baseline: 2 followed links out to 2 sites" in words_of(await bot.type("history P-1"))


async def counted(bot: Bot, *domains: str) -> None:
    """The page of P-1 after a check that saw these sites linked from it."""
    (page,) = await bot.store.partners(LINKS)
    seen = facts(followed_external=len(domains), external_domains=domains)
    after = evaluate_partner(page, seen, hysteresis=0.1).partner
    tracked = await bot.store.page(page.page_url)
    assert tracked is not None
    await bot.store.write(Write(partners=[after], pages=[replace(tracked, facts=seen)]))


async def test_the_pages_of_a_partner_are_shown_over_time(bot: Bot) -> None:
    await counted(bot, "old.example")
    today = bot.clock.now().date()
    url = "https://blog.example/friends"
    weeks = [SeriesPoint(today - timedelta(weeks=back), 60 - back, 50 - back, 3, 40 - back) for back in (10, 5, 0)]
    await bot.store.write(Write(series=[PageSeries(url, tuple(weeks))]))
    shown = await bot.type("show P-1")
    [chart] = [block for block in shown.blocks if block["type"] == "data_visualization"]
    assert [
        (line["name"], line["data"][0]["value"], line["data"][-1]["value"]) for line in chart["chart"]["series"]
    ] == [
        ("Followed links", 40, 50),
        ("Sites", 30, 40),
    ]
    said = words_of(shown)
    assert "1.7 % by our rule of thumb, 0.85 / 50 followed links out" in said
    said = words_of(await bot.type("partner show blog.example"))
    assert "blog.example: 1 partner page with 50 followed links out to 40 sites" in said
    assert "share per link 1.7 %" in said


async def test_a_page_is_shown_with_its_way_from_the_home_page(bot: Bot) -> None:
    home, page, now = "https://blog.example/", "https://blog.example/friends", bot.clock.now()
    way = PageWay(page, (home, f"{home}all", page), now)
    ways = SiteWays("blog.example", now, ways=(way,))
    await bot.store.write(Write(site_ways=[ways]))
    assert "from the home page in 2 clicks, found" in words_of(await bot.type("show P-1"))
    await bot.store.write(Write(site_ways=[replace(ways, ways=(replace(way, missed_at=now, gone_at=now),))]))
    assert "no longer since" in words_of(await bot.type("show P-1"))


async def test_what_the_button_lists_is_what_was_counted(bot: Bot) -> None:
    shown = await bot.type("partner show blog.example")
    listed = await bot.click(shown, "answer.run.0")
    assert "1 link" in words_of(listed)
    assert "www.blog.example/a" in words_of(listed)


async def test_an_unknown_site_says_how_to_track_a_link(bot: Bot) -> None:
    said = words_of(await bot.type("partner show nowhere.example"))
    assert "nowhere.example" in said
    assert "is tracked in this channel, or ever was." in said
    assert "/links add" in said


async def test_hidden_costs_stay_hidden(bot: Bot) -> None:
    await bot.type("settings costs hide")
    said = words_of(await bot.type("partner show blog.example"))
    assert "120" not in said
    assert "Hidden in this channel." in said


async def test_who_may_not_see_links_sees_no_partner(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(view=(ADA,), manage=(ADA,))) as bot:
        assert "You may not see links here." in words_of(await bot.type("partner show blog.example", user=BEN))


async def test_what_was_written_and_answered_is_kept_and_shown(bot: Bot) -> None:
    await bot.type('partner note blog.example "asks <first>"')
    await bot.type("partner wrote blog.example about the invoice")
    await bot.type("partner answered blog.example")
    await bot.type("partner contact blog.example ada@blog.example tag:spring")
    said = words_of(await bot.type("partner show blog.example"))
    for part in ("ada@blog.example", "tag:spring", "asks <first>", "about the invoice", "1 written, 1 answered."):
        assert part in said
    elsewhere = words_of(await bot.type("partner show blog.example", channel=ACME))
    assert "ada@blog.example" not in elsewhere
    assert "asks" not in elsewhere


async def test_do_not_contact_holds_in_every_channel_and_tells_nothing_else(bot: Bot) -> None:
    assert "do not contact" in words_of(await bot.type("partner do-not-contact blog.example"))
    elsewhere = words_of(await bot.type("partner show blog.example", channel=ACME))
    assert "Somebody said in another channel that nobody may write to them." in elsewhere
    assert LINKS not in elsewhere
    assert ADA not in elsewhere
    await bot.type("partner may-contact blog.example")
    assert "nobody may write" not in words_of(await bot.type("partner show blog.example", channel=ACME))


async def lose(bot: Bot) -> OpenMessage:
    """The first link is lost, and its card stands in the channel."""
    link = await bot.store.link(1)
    assert link
    standing = LinkStatus(LinkState.LOST, since=bot.clock.now(), open=(MISSING,))
    await bot.store.write(Write(links=[replace(link, standing=standing)]))
    return await bot.card(incident(1, channel=LINKS, cause="blog.example/lost"))


async def test_a_mail_that_was_sent_is_kept_by_a_button_of_its_draft(bot: Bot) -> None:
    draft = await bot.click(await lose(bot), "incident.more", chosen="mail")
    assert "A draft to copy" in words_of(draft)
    kept = await bot.click(draft, "answer.run.0")
    assert "It is kept that you wrote to them" in words_of(kept)
    assert "1 written, 0 answered." in words_of(await bot.type("partner show blog.example"))


async def test_a_draft_says_that_nobody_may_write(bot: Bot) -> None:
    await bot.type("partner do-not-contact blog.example", channel=ACME)
    draft = words_of(await bot.click(await lose(bot), "incident.more", chosen="mail"))
    assert "Do not contact: somebody said that nobody may write" in draft.replace("  ", " ")
    assert "I sent it" not in draft


async def test_who_may_not_manage_keeps_nothing(tmp_path: Path) -> None:
    async with open_bot(tmp_path, permissions=Permissions(manage=(ADA,))) as bot:
        await bot.type("partner do-not-contact blog.example", user=BEN)
        assert await bot.store.contacts("blog.example") == []


async def test_both_sides_are_held_against_each_other_for_this_channel_alone(bot: Bot) -> None:
    url = "https://ours.example/partners"
    page = TrackedPage(url, "", bot.clock.now(), last_outcome=Outcome.OK, facts=facts(url=url, final_url=url))
    links = (OutwardLink("https://blog.example/", "blog.example", followed=True),)
    others = replace(page, url="https://client.example/", facts=facts(final_url="https://client.example/"))
    await bot.store.write(
        Write(
            our_pages=[
                OurPage(url, page, links=links, sites=("blog.example",), followed=1),
                OurPage(others.url, others, links=links, sites=("blog.example",), followed=1),
            ]
        )
    )
    [link] = await bot.store.links(LinkQuery(LINKS))
    lost = replace(link, standing=LinkStatus(LinkState.LOST, open=(MISSING,)))
    await bot.store.write(Write(links=[lost]))
    shown = await bot.type("reciprocity")
    said = words_of(shown)
    assert "Given for nothing" in said
    assert f"blog.example: {link.ref} is lost, and our page still links there: {url}" in said
    assert "client.example" not in said
    one = words_of(await bot.type("reciprocity blog.example"))
    assert "We get 0 of 1 link, 0.00 % in all; we give 1 of 1 link, 85.00 % in all" in one
    assert f"{link.ref} is lost" in one


async def test_where_no_page_of_ours_is_read_that_is_said(bot: Bot) -> None:
    said = words_of(await bot.type("reciprocity"))
    assert "our_pages of the configuration names none" in said
    assert "Given for nothing" not in said


async def test_the_people_of_a_site_are_kept_by_a_form(bot: Bot) -> None:
    await bot.type("partner contact blog.example ada@blog.example tag:spring")
    shown = await bot.type("partner show blog.example")
    assert (await bot.slack.click(shown, "answer.run.1", user=ADA)).acked
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    typed = {"reached": "https://blog.example/write-to-us", "contact_tags": "editors, spring", "unwanted": ["nobody"]}
    assert (await bot.slack.submit_view(ADA, typed)).errors == {}
    [kept] = await bot.store.contacts("blog.example")
    assert (kept.channel, kept.contact) == (LINKS, "https://blog.example/write-to-us")
    assert kept.tags == {"editors", "spring"}
    assert kept.unwanted_by == ADA


async def test_a_form_that_is_saved_as_it_was_changes_nothing(bot: Bot) -> None:
    await bot.type("partner contact blog.example ada@blog.example")
    [before] = await bot.store.contacts("blog.example")
    await bot.slack.command(ADA, LINKS, "/links partner contact blog.example")
    await bot.slack.until(lambda: bot.slack.modal(ADA))
    assert (await bot.slack.submit_view(ADA, {})).errors == {}
    assert await bot.store.contacts("blog.example") == [before]


async def test_the_form_says_that_another_channel_wants_nobody_to_write(bot: Bot) -> None:
    await bot.type("partner do-not-contact blog.example", channel=ACME)
    await bot.slack.command(ADA, LINKS, "/links partner contact blog.example")
    form = await bot.slack.until(lambda: bot.slack.modal(ADA))
    assert "Somebody said in another channel that nobody may write to them." in read_view(sound_view(form.body))
    assert (await bot.slack.submit_view(ADA, {})).errors == {}
    [kept] = await bot.store.contacts("blog.example")
    assert kept.channel == ACME, "what is said there is not taken over by saving here"


async def test_a_move_of_our_pages_is_rehearsed_from_pasted_lines(bot: Bot) -> None:
    pasted = "rehearse\nhttps://ours.example/old -> https://ours.example/new\n<https://ours.example/a> /b 301"
    told = words_of(await bot.type(pasted))
    assert "1 of 1 link would break" in told
    assert f"{OURS}: 1 link of 1 site, not in the list" in told
    assert "2 redirects; 2 of them no tracked link needs" in told
    saved = words_of(await bot.type(f"rehearse {OURS} -> https://ours.example/new-shop"))
    assert "None of 1 link would break" in saved
    assert "Line 1, to https://ours.example/new-shop, saves 1 link" in saved


async def test_a_link_that_we_give_in_an_exchange_leads_to_no_page_of_ours(bot: Bot) -> None:
    theirs, page = "https://friends.example/", "https://friends.example/links"
    await bot.type(f"exchange add {page} -> {OURS} for https://ours.example/friends -> {theirs}")
    told = words_of(await bot.type("rehearse https://ours.example/old -> https://ours.example/new"))
    assert "2 of 2 links would break" in told
    assert theirs not in told
    await bot.type("exchange end X-1")
    assert theirs not in words_of(await bot.type("rehearse https://ours.example/old -> https://ours.example/new"))


async def test_what_names_no_redirect_is_said_to(bot: Bot) -> None:
    assert "two addresses" in words_of(await bot.type("rehearse https://ours.example/a"))
    assert "old and new addresses" in words_of(await bot.type("rehearse"))


async def test_pages_are_audited_with_proof_by_who_may_manage(bot: Bot) -> None:
    url = "https://www.blog.example/a"
    points = (AuditPoint(Trick.REL, True, "The link is nofollow.", "L-1"), AuditPoint(Trick.ORPHAN, False))
    bot.audited[url] = PageAudit(url, points)
    told = words_of(await bot.type("audit L-1"))
    assert "1 of 1 page with something found" in told
    assert "L-1: rel says nofollow, ugc or sponsored, which was not agreed. The link is nofollow." in told
    assert "2 ways were looked for" in told
    assert "L-2" in words_of(await bot.type("audit L-2"))
    assert "Nothing was found" in words_of(await bot.type("audit P-1"))


@pytest.mark.parametrize(
    ("typed", "scope", "said"),
    [
        ("settings audit monthly", AuditScope.MONTHLY, "Partner pages, and pages on which partners owe a link"),
        ("settings audit: exchanges", AuditScope.EXCHANGES, "Pages on which partners owe a link by an exchange are"),
        ("settings audit off", AuditScope.OFF, "No page of this channel is audited each month"),
        ("settings audits never", AuditScope.OFF, "No page of this channel is audited each month"),
        ("settings audit default", None, "Pages on which partners owe a link by an exchange are"),
    ],
)
async def test_a_channel_says_which_pages_are_audited(
    bot: Bot, typed: str, scope: AuditScope | None, said: str
) -> None:
    assert said in words_of(await bot.type(typed))
    assert (await bot.store.channel_settings(LINKS)).audit is scope
    assert said in words_of(await bot.type("settings audit"))


async def test_what_was_chosen_before_comes_back_by_undo(bot: Bot) -> None:
    await bot.type("settings audit off")
    answer = await bot.type("settings audit monthly")
    [undo] = re.findall(r"'action_id': '(answer[.]run[.]\d+)'", str(answer.blocks))
    await bot.click(answer, undo)
    assert (await bot.store.channel_settings(LINKS)).audit is AuditScope.OFF


@pytest.mark.parametrize(
    ("typed", "word"), [("settings audit sometimes", "sometimes"), ("settings audit off now", "now")]
)
async def test_a_word_that_says_no_pages_is_named(bot: Bot, typed: str, word: str) -> None:
    said = words_of(await bot.type(typed))
    assert word in said
    assert "settings audit monthly" in said
    assert (await bot.store.channel_settings(LINKS)).audit is None


async def test_what_a_monthly_audit_found_is_told_with_its_proof_and_a_way_to_look_again(bot: Bot) -> None:
    said = ("L-1: other visitors get another page. In our form: the link; in that of browsers: <!here> no link.",)
    news = AuditNews("blog.example", (AuditedPage("https://www.blog.example/a", said, ("L-1",)),))
    key, payload = f"audit/{LINKS}/blog.example/2026-05-01", msgspec.json.encode(news).decode()
    notice = Notice(key, LINKS, NoticeKind.TEXT, bot.clock.now(), text="The monthly audit.", payload=payload)
    await bot.store.write(Write(notices=[notice]))
    await bot.store.write(Write(notices=[notice]))
    [message] = await bot.said()
    assert message.text == "The monthly audit."
    assert "<!here>" in words_of(message)
    assert "<!here>" not in message.text
    assert "Audit again" in words_of(message)


@pytest.mark.parametrize("many", [1, 30])
async def test_links_between_our_own_pages_are_told_page_by_page(tmp_path: Path, many: int) -> None:
    async with open_bot(tmp_path, our_pages=["ours.example"]) as bot:
        await bot.type(f"add https://blog.example/post -> {OURS}")
        gone = page(url=OURS, last_outcome=Outcome.GONE, last_reason="the server answered 404")
        broken = OurPage(OURS, gone, failures=2, broken_since=bot.clock.now())
        key = blake2b(spelled(OURS).encode(), digest_size=8).digest()
        urls = [f"https://ours.example/{number}" for number in range(many)]
        read = [page(url=url, facts=facts(url=url, final_url=url)) for url in urls]
        lonely = [OurPage(each.url, each, inward=key, orphan_since=bot.clock.now()) for each in read]
        await bot.store.write(Write(our_pages=[broken, *lonely]))
        words = " ".join(words_of(await bot.type("our pages")).split())
        assert f"Broken, and linked from pages of ours: 1 {OURS} the server answered 404, since" in words
        assert "1 link of 1 other site too" in words
        assert f"Pages that none of ours links to: {many}" in words
        assert ("Page 1 of 2." in words) is (many > 20)
        assert ("Page 2 of 2." in words_of(await bot.type("ours page:2"))) is (many > 20)


async def test_without_pages_of_ours_nothing_is_known_of_links_between_them(bot: Bot) -> None:
    assert "our_pages of the configuration names none" in words_of(await bot.type("ours"))
