from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar.edit_values import EditPartner, Row
from bot.grammar.list_query import ListLinks, ListPartners
from bot.grammar.of_channel import DigestAt, DigestNow, DigestSwitch, MonthReport, OpenSettings, ShowTodo
from bot.grammar.parse import parse
from bot.grammar.partner_values import ShowSite
from bot.grammar.values import (
    Accept,
    Add,
    AddPartner,
    Check,
    Command,
    Compare,
    Glance,
    Help,
    Mark,
    MarkFit,
    MarkIndex,
    OpenAdd,
    ParseError,
    Remove,
    Show,
    Snooze,
    Status,
    Unaccept,
    Unsnooze,
)
from bot.grammar.verb_words import ABROAD
from bot.grammar.verbs import VERBS
from bot.grammar.words import as_typed
from jobs.config.fields import Weekday
from jobs.formats.filters.link_filter import MINE, NOBODY, SOON, Bound, Flag, LinkFilter, Trait
from jobs.model.channel import DigestEvery
from jobs.model.link_status import LinkState
from jobs.model.ref import Kind, Ref
from jobs.model.terms import Money, Terms
from jobs.units.dates import DaySaid
from jobs.units.months import MonthSaid

A, B = "https://a.example/p", "https://b.example/q"
OURS = "https://ours.example/shop"
OUR = "https://shop.our.example/x"
FIVE = Terms(Money(Decimal(5), "USD"))
SPRING = frozenset({"spring"})


def links(*narrowed: Any, page: int = 1, **said: Any) -> ListLinks:
    return ListLinks(LinkFilter(*narrowed, **said), page)


OVER_100 = ((Bound.ABOVE, Money(Decimal(100), "USD")),)
LOST = links((LinkState.LOST,))
L12, L13, P3 = Ref(Kind.LINK, 12), Ref(Kind.LINK, 13), Ref(Kind.PARTNER, 3)


@pytest.mark.parametrize(
    ("typed", "command", "why"),
    [
        ("", Glance(), "the bare command"),
        ("add", OpenAdd(), "nothing named to add: a modal asks"),
        ("  \n ", Glance(), "blanks are nothing"),
        ("help", Help(), ""),
        ("?", Help(), "a synonym"),
        ("help rm", Help("remove"), "help takes synonyms too"),
        ("add help", Help("add"), "help behind a verb is about it"),
        ("settings --help", Help("settings"), "as in a terminal"),
        ("löschen Hilfe", Help("remove"), "in German"),
        ("help h", Help("help"), "of itself"),
        ("Lo\u0308schen L-12", Remove((L12,)), "with an umlaut in two parts, as some phones send it"),
        ("AJOUTER", OpenAdd(), "in French"),
        ("borrar l12", Remove((L12,)), "in Spanish"),
        ("LIST", ListLinks(), "verbs fold case"),
        ("ls lost", links((LinkState.LOST,)), "a synonym"),
        ("list gone", links((LinkState.LOST,)), "a state under another name"),
        (
            "list snoozed tag:Spring a.example",
            links((), (Flag.SNOOZED,), "a.example", SPRING),
            "all filters",
        ),
        (
            "list <http://a.example|a.example> page:3",
            links(domain="a.example", page=3),
            "Slack links domains",
        ),
        ("list lost, weakened", links((LinkState.LOST, LinkState.WEAKENED)), "any of several states"),
        (
            "list muted unknown lost",
            links((LinkState.LOST,), (Flag.SNOOZED, Flag.UNKNOWN)),
            "and all beside",
        ),
        ("list tag:‘Big Spring’", links(tags=frozenset({"big spring"})), "a tag in quotes"),
        ("list tag:x tag:Y", links(tags=frozenset("xy")), "all of several tags"),
        ("list tags:x,y tag y", links(tags=frozenset("xy")), "however they are written, each once"),
        ('list "a.example" a.example', links(domain="a.example"), "the same twice is no contradiction"),
        ("list partners", ListPartners(), ""),
        ("partners", ListPartners(), "the bare noun lists"),
        ("partner list a.example", ListPartners("a.example"), ""),
        ("show L-12", Show((L12,)), ""),
        ("show l\u201312", Show((L12,)), "a keyboard made a dash of the hyphen"),
        ("show 12", Show((L12,)), "a bare number is a link's"),
        ("info p3", Show((P3,)), ""),
        ("rm L-12, L-13 and P-3", Remove((L12, L13, P3)), "several at once"),
        ("delete L-12 L-12", Remove((L12,)), "each once"),
        ("partner remove P-3", Remove((P3,)), "verb after noun"),
        ("partner rm 3, 4", Remove((P3, Ref(Kind.PARTNER, 4))), "bare numbers are partner pages there"),
        ("partner show 3", Show((P3,)), ""),
        ("partner show https://www.a.example/p", ShowSite("a.example"), "whichever of its pages"),
        ("partner info <http://blog.a.co.uk|blog.a.co.uk>", ShowSite("a.co.uk"), "a site is what one owner registered"),
        ("partner accept P-3", Accept((P3,)), ""),
        ("partner snooze 3 2 weeks", Snooze((P3,), timedelta(weeks=2)), "the second number is not"),
        ("partner edit 3 max 50", EditPartner(P3, 50), ""),
        ("partner baseline P-3", EditPartner(P3, baseline=True), ""),
        ("partner baseline 3", EditPartner(P3, baseline=True), "bare numbers are partner pages there"),
        ("edit P-3 baseline max 50", EditPartner(P3, 50, baseline=True), "in any order"),
        ("edit P-3 limit:50 every 2d", EditPartner(P3, 50, timedelta(days=2)), ""),
        ("edit P-3 every default", EditPartner(P3, as_usual=True), ""),
        ("rm L-12,L-13;P-3", Remove((L12, L13, P3)), "no blanks between"),
        ("/links show L-12", Show((L12,)), "pasted with the command's name"),
        ("check all", Check(), ""),
        ("check L-12", Check(refs=(L12,)), ""),
        (f"check <{A}>", Check(place=A), ""),
        ("check a.example", Check(place="a.example"), "a domain stays one"),
        (f"relevance <{A}|a> <{OURS}>", Compare(A, OURS), ""),
        ("relevance a.example/p", Compare(A, ""), "the target may be missing"),
        ("snooze L-12 3d", Snooze((L12,), timedelta(days=3)), ""),
        ("mute L-12 for 2 weeks", Snooze((L12,), timedelta(weeks=2)), "spoken"),
        ("snooze L-12 1 month", Snooze((L12,), timedelta(days=30)), "thirty days"),
        ("snooze L-12,L-13 for a week", Snooze((L12, L13), timedelta(weeks=1)), "spoken"),
        ("unsnooze L-12", Unsnooze((L12,)), ""),
        ("accept L-12", Accept((L12,)), ""),
        ("unaccept L-12", Unaccept((L12,)), ""),
        ("Reject l-12.", Unaccept((L12,)), "a synonym"),
        ("mark L-12 as lost", Mark((L12,), live=False), ""),
        ("mark L-12 indexed", MarkIndex((L12,), indexed=True), ""),
        ("mark L-12 and L-13 as not indexed", MarkIndex((L12, L13), indexed=False), "two words for one state"),
        ("mark L-12 fits", MarkFit((L12,), fits=True), ""),
        ("mark L-12 and L-13 as not fitting", MarkFit((L12, L13), fits=False), "two words"),
        ("mark L-12 does not fit", MarkFit((L12,), fits=False), "three"),
        ("mark L-12 no opinion", MarkFit((L12,), fits=None), "what was said is taken back"),
        ("mark L-12 Not-Indexed", MarkIndex((L12,), indexed=False), "or one"),
        ("digest", DigestNow(), ""),
        ("digest me", DigestNow(mine=True), ""),
        ("digest for me now", DigestNow(mine=True), "as people say it"),
        ("digest todo me", ShowTodo(mine=True), ""),
        ("digest todo", ShowTodo(), ""),
        ("digest todo me page:2", ShowTodo(mine=True, page=2), ""),
        ("Digest to-do.", ShowTodo(), "as some write it"),
        ("digest off", DigestSwitch(on=False), ""),
        ("digest off until 1 Sep", DigestSwitch(on=False, until=DaySaid(9, 1)), "for the holidays"),
        ("digest off for August", DigestSwitch(on=False, month=MonthSaid(8)), "as people say it"),
        ("digest off in August 2027.", DigestSwitch(on=False, month=MonthSaid(8, 2027)), ""),
        ("digest off for 2 weeks", DigestSwitch(on=False, wait=timedelta(weeks=2)), ""),
        ("digest monthly", DigestAt(every=DigestEvery.MONTH), "day and time stay"),
        ("settings digest every month", DigestAt(every=DigestEvery.MONTH), "as people say it"),
        ("digest weekly fri 9:00", DigestAt(Weekday.FRI, time(9), "", DigestEvery.WEEK), ""),
        ("settings digest off until 2027-09-01", DigestSwitch(on=False, until=DaySaid(9, 1, 2027)), ""),
        ("report", MonthReport(), "the usual month"),
        ("report june", MonthReport(MonthSaid(6)), ""),
        ("report for June 2026", MonthReport(MonthSaid(6, 2026)), "as in a sentence"),
        ("report 2026-06.", MonthReport(MonthSaid(6, 2026)), "with a full stop"),
        ("monthly last month", MonthReport(MonthSaid(back=1)), "by another name"),
        ("digest mon 09:00 Europe/Berlin", DigestAt(Weekday.MON, time(9), "Europe/Berlin"), ""),
        ("digest Europe/berlin Friday at 4pm", DigestAt(Weekday.FRI, time(16), "Europe/Berlin"), "in any order"),
        ("digest mon 9:00 PM", DigestAt(Weekday.MON, time(21), ""), "a blank before the half"),
        ("digest 9 a.m. mon", DigestAt(Weekday.MON, time(9), ""), "with full stops"),
        ("digest mon 12am mon", DigestAt(Weekday.MON, time(0), ""), "midnight; the same day twice"),
        ("digest tue 8.30", DigestAt(Weekday.TUE, time(8, 30), ""), "the zone may be missing"),
        ("status", Status(), ""),
        ("show L-12 13", Show((L12, L13)), "several"),
        ("L-12", Show((L12,)), "what is named is shown"),
        ("#12", Show((L12,)), "as a number"),
        ("l12, link 13 and P-3", Show((L12, L13, P3)), "however it is written"),
        ("L-12 snooze 3d", Snooze((L12,), timedelta(days=3)), "the verb behind"),
        ("L-12 L-13 remove", Remove((L12, L13)), "of several"),
        ("lost", LOST, "a state lists"),
        ("lost a.example", links((LinkState.LOST,), domain="a.example"), "with more"),
        ("tag:spring", links(tags=SPRING), "a tag too"),
        ("list owner:<@U0BEN|ben>", links(owner="U0BEN"), "who answers for it"),
        ("list owner <@U0BEN|ben>", links(owner="U0BEN"), "in two words"),
        ("list owner:nobody tag:x", links(owner=NOBODY, tags=frozenset("x")), "or nobody does"),
        ("list owner me", links(owner=MINE), "or who asks"),
        ("list partner:<http://www.a.co.uk|www.a.co.uk>", links(partner="a.co.uk"), "all of a partner's site"),
        ("partner:<http://www.a.co.uk|www.a.co.uk>", links(partner="a.co.uk"), "and without list adds nothing"),
        ("partner:<http://a.co.uk|a.co.uk> lost", links((LinkState.LOST,), partner="a.co.uk"), "with more"),
        (f"Partner: <{A}> max 80", AddPartner((A,), 80), "a colon behind the verb is a slip of the thumb"),
        ("settings competitors", OpenSettings(), "the form shows who they are"),
        ("list finding:hidden,page-nofollow", links(findings=frozenset({"hidden", "page_nofollow"})), "kinds"),
        ("list finding hidden", links(findings=frozenset({"hidden"})), "in two words"),
        ("list guarantee:7d", links(ends_within=timedelta(days=7)), "a guarantee that ends"),
        ("list guarantee 2 weeks lost", links((LinkState.LOST,), ends_within=timedelta(days=14)), "in words"),
        ("list guarantee", links(traits=(Trait.GUARANTEED,)), "or runs"),
        ("list cost&gt;100 USD lost", links((LinkState.LOST,), costs=OVER_100), "a cost, as Slack sends it"),
        ("list cost &gt; 100 USD", links(costs=OVER_100), "apart"),
        ("list cost&gt;$100", links(costs=OVER_100), "with a sign"),
        ("list price&gt;100USD", links(costs=OVER_100), "in one word"),
        ("list cost&lt;=1.200,50 EUR", links(costs=((Bound.AT_MOST, Money(Decimal("1200.50"), "EUR")),)), "exact"),
        ("nofollow", links(traits=(Trait.NOFOLLOW,)), "and never takes a link away"),
        ("NoIndex", links(traits=(Trait.NOINDEX,)), ""),
        (
            "list expiring guaranteed",
            links(traits=(Trait.GUARANTEED,), ends_within=SOON),
            "all of several",
        ),
        ("expiring soon", links(ends_within=SOON), "spoken"),
        ("mine", links(person=MINE), "one's own"),
        ("my lost links", links((LinkState.LOST,), person=MINE), "as in a sentence"),
        ("<@U0BEN|ben>", links(person="U0BEN"), "a person's"),
        ("list <@U0BEN|ben> nofollow", links(traits=(Trait.NOFOLLOW,), person="U0BEN"), ""),
        ("list pending 30d", links((LinkState.PENDING,), lasting=timedelta(days=30)), "for so long"),
        ("pending for 30 days", links((LinkState.PENDING,), lasting=timedelta(days=30)), "in words"),
        ("partner add a.example/p max 80", AddPartner((A,), 80), ""),
        (f"partner <{A}> limit:5 every 2d <#C0X|x>", AddPartner((A,), 5, "C0X", timedelta(days=2)), "without add"),
    ],
)
def test_a_command_is_understood(typed: str, command: Command, why: str) -> None:
    assert parse(typed) == command, why


@pytest.mark.parametrize(
    ("typed", "rows", "why"),
    [
        (f"add <{A}> -&gt; <{OURS}>", [Row(A, OURS)], "as Slack sends it"),
        ("add a.example/p → ours.example/shop", [Row(A, OURS)], "no scheme, an arrow"),
        ("add a.example/p=>ours.example/shop", [Row(A, OURS)], "no blanks"),
        ("add a.example/p to ours.example/shop", [Row(A, OURS)], "in words"),
        ("add a.example/p ours.example/shop", [Row(A, OURS)], "no arrow at all"),
        (f"add {A} -> <http://ours.example|ours.example>", [Row(A, "ours.example")], "a bare domain stays one"),
        (f"add {A} -> https://ours.example/", [Row(A, "https://ours.example/")], "an address stays one"),
        (f"add {A}", [Row(A, "our.example")], "our site is the target of rows that name none"),
        (f"add {A} -> {OURS}\n{B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "several lines"),
        (f"add\n{A}\t{OURS}\r\n{B}\t{OURS}", [Row(A, OURS), Row(B, OURS)], "cells of a sheet"),
        (f"add -> {OURS}\n{A}\n{B}", [Row(A, OURS), Row(B, OURS)], "one target for all"),
        (f"add {A}\n-> {OURS}", [Row(A, OURS)], "the target on the next line"),
        (f"add {A} -> {OURS} {B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "several pairs on one line"),
        (
            f"add tag:x\n| Page | Target | Anchor |\n|---|:--|--:|\n| {A} | {OURS} | our shop |\n| {B} | {OURS} | |",
            [Row(A, OURS, "our shop", tags=frozenset("x")), Row(B, OURS, tags=frozenset("x"))],
            "a Markdown table with a heading",
        ),
        (f"add\n- {A} {OURS}\n2. {B} {OURS}", [Row(A, OURS), Row(B, OURS)], "a pasted list"),
        (f"add {A}, {B}", [Row(A, "our.example"), Row(B, "our.example")], "a comma makes a list of pages, not a pair"),
        (f"add {A} ; {B}", [Row(A, "our.example"), Row(B, "our.example")], "so does a semicolon"),
        (
            f"add {A},{B};{A}x",
            [Row(page, "our.example") for page in (A, B, f"{A}x")],
            "without blanks, as many as like",
        ),
        (f"add <{A},{B}>", [Row(A, "our.example"), Row(B, "our.example")], "where Slack took both for one"),
        (f"add {A}, {B} and {A}x", [Row(page, "our.example") for page in (A, B, f"{A}x")], "as people end a list"),
        (f"add {A} &amp; {B}", [Row(A, "our.example"), Row(B, "our.example")], "an ampersand"),
        (f"add “{A}”, “{B}”, “{A}x”", [Row(page, "our.example") for page in (A, B, f"{A}x")], "a list in quotes"),
        (f"add {A} tag:x, {B}", [Row(page, "our.example", tags=frozenset("x")) for page in (A, B)], "behind an option"),
        (f"add {A} $5, {B}", [Row(page, "our.example", terms=FIVE) for page in (A, B)], "behind an amount"),
        (f"add {A} anchor none, {B}", [Row(A, "our.example"), Row(B, "our.example")], "behind what is not agreed"),
        (f"add {A}, {B} -&gt; {OURS}", [Row(A, OURS), Row(B, OURS)], "one target for a list"),
        (f"add {A} -&gt; {OURS}, {B}", [Row(A, OURS), Row(B, "our.example")], "not for what comes behind"),
        (f"add {A} -&gt; {OURS}, {B} -&gt; o.example", [Row(A, OURS), Row(B, "o.example")], "a list of pairs"),
        (f"add {A} {OURS}; {B} o.example", [Row(A, OURS), Row(B, "o.example")], "of pairs without arrows"),
        (f"add {A}, -&gt; {OURS}", [Row(A, OURS)], "a comma before an arrow says nothing"),
        (f"add {A},{OUR}\n{B};{OUR}", [Row(A, OUR), Row(B, OUR)], "our own site at the end of a list is its target"),
        (f"add {A}, {B}, {OUR}", [Row(A, OUR), Row(B, OUR)], "of the whole list"),
        (f"add\n{A},\n{B}", [Row(A, "our.example"), Row(B, "our.example")], "a comma at the end of a line"),
        (f"add\n| {A}, | {OURS} |", [Row(A, OURS)], "a cell of a table is no part of a list"),
        (f'add {A} -&gt; {OURS}, "https://x.example"', [Row(A, OURS, "https://x.example")], "an anchor behind a comma"),
        (f"add {A} {OURS} anchor none", [Row(A, OURS)], "none is none, as in edit"),
        (f"add {A} {OURS} anchor:none owner nobody every default tags none", [Row(A, OURS)], "of anything"),
        (f'add {A} {OURS} anchor ""', [Row(A, OURS)], "nor is an empty text one"),
        (f'add {A} {OURS} anchor "none"', [Row(A, OURS, "none")], "but in quotes it is a text"),
        (f"add {A} {OURS} owner <@U0B|ben>", [Row(A, OURS, owner="U0B")], "as in edit"),
        (f"add {A} {OURS} owner: <@U0B|ben> tagged tag:x", [Row(A, OURS, owner="U0B", tags=frozenset("x"))], "spoken"),
        (
            f'add "x" <@U0B|ben> every 6h tag:y\n{A} {OURS} anchor none owner none every default tags none\n{B} {OURS}',
            [Row(A, OURS), Row(B, OURS, "x", owner="U0B", every=timedelta(hours=6), tags=frozenset("y"))],
            "what is for all lines is not for one that says none",
        ),
        (f"add Target\tSource URL\n{OURS}\t{A}", [Row(A, OURS)], "columns the other way round"),
        (
            f"add {A} -> {OURS} anchor “see ours.example”",
            [Row(A, OURS, "see ours.example")],
            "smart quotes keep what is inside",
        ),
        (
            f'add {A} -> {OURS} anchor "visit <http://ours.example|ours.example> -&gt; &amp; <@U1|ada>"',
            [Row(A, OURS, "visit ours.example -> & @ada")],
            "Slack marks are undone inside quotes",
        ),
        (f"add {A} -> {OURS} «»", [Row(A, OURS, "")], "an empty anchor is none"),
        (f"add “<{A}>” -&gt; “<{OURS}>”", [Row(A, OURS)], "addresses in quotes are addresses"),
        (f"add ‘<{A}’> -&gt; ‘<{OURS}’>", [Row(A, OURS)], "Slack takes the closing quote for a part of the address"),
        ("add 'a.example/p' -> 'ours.example'", [Row(A, "ours.example")], "an arrow tells that both are addresses"),
        (f'add "{A}" "{OURS}" "https://x.example"', [Row(A, OURS, "https://x.example")], "a third is the anchor"),
        (f'add {A} "ours.example"', [Row(A, "our.example", "ours.example")], "a name in quotes is an anchor"),
        (f"add\nPage\tAnchor\n{A}\thttps://o.example", [Row(A, "our.example", "https://o.example")], "in a table too"),
        (
            f'add <{A}?q=>"x" -> {OURS}',
            [Row(f"{A}?q=%22x%22", OURS)],
            "a quote without a blank before is the address's",
        ),
        (f"add <{A}'> -> {OURS}", [Row(A, OURS)], "a stray quote at its end is not"),
        (f"add {A} -> {OURS}\n/links add {B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "two commands, pasted"),
        (f"/links add {A} -> {OURS}\nadd {B} -> {OURS}", [Row(A, OURS), Row(B, OURS)], "two commands, whole"),
        (f"/links\nadd {A} -> {OURS}", [Row(A, OURS)], "the command on a line of its own"),
        (f"add &gt; {A} -&gt; {OURS}", [Row(A, OURS)], "quoted from a mail"),
        (f"add {A} {OURS} every 6 h", [Row(A, OURS, every=timedelta(hours=6))], "a blank before the unit"),
        (f"add {A} {OURS} every day", [Row(A, OURS, every=timedelta(days=1))], "a unit alone"),
        (f"add {A} {OURS} every:week", [Row(A, OURS, every=timedelta(weeks=1))], "a unit alone"),
        (f"add {A} {OURS} every 2 weeks tag:x", [Row(A, OURS, every=timedelta(weeks=2), tags=frozenset("x"))], ""),
        (f"add {A} {OURS} nofollow–ok ugc—ok", [Row(A, OURS, "", frozenset({"nofollow", "ugc"}))], "dashes"),
        (f"add {A} {OURS} nofollow ok", [Row(A, OURS, "", frozenset({"nofollow"}))], "two words"),
        (f"add {A} {OURS} &lt;@U0BEN&gt;", [Row(A, OURS, owner="U0BEN")], "a person copied from what we wrote"),
        (f"add {A} {OURS} <@U0A|a> <@U0A|a>", [Row(A, OURS, owner="U0A")], "the same twice"),
        (
            f"add {A} {OURS} nofollow-ok UGC_OK sponsored-ok <#C0X|x> <@U0B|ben> every 6h tag:a,b tag:C",
            [
                Row(
                    A,
                    OURS,
                    "",
                    frozenset({"nofollow", "ugc", "sponsored"}),
                    "C0X",
                    "U0B",
                    timedelta(hours=6),
                    frozenset({"a", "b", "c"}),
                )
            ],
            "every option",
        ),
    ],
)
def test_rows_are_understood(typed: str, rows: list[Row], why: str) -> None:
    assert parse(typed, ("our.example",)) == Add(tuple(rows)), why


@pytest.mark.parametrize(
    ("typed", "word", "why", "example"),
    [
        ("lst", "lst", "did you mean list?", "list"),
        ("frobnicate", "frobnicate", "is no command.", "help"),
        ("exchange add a.example/l -> b.example", "", "names 1 of the links", "exchange add"),
        ("“https://a.example/x y” hello", "“https://a.example/x y”", "is no command", "help"),
        ("P-3 frob", "P-3", "is a partner page; what to do with it comes first", "show P-3"),
        ("12 frob", "12", "is a link; what to do with it comes first", "show L-12"),
        ("a.example b.example", "", "begin with add", "add a.example b.example"),
        ("list 30d", "30d", "of which state", "list pending 30d"),
        ("list mine <@U0BEN|ben>", "@ben", "one person too many", "list mine"),
        ("list partners nofollow", "nofollow", "is for links", "list partners"),
        ("list nofolow", "nofolow", "did you mean nofollow?", "list nofollow"),
        ("list a.example b.example", "b.example", "one domain too many", "list"),
        ("list tag:", "tag:", "names no tag", "list"),
        ("list page:1 page:2", "page:2", "one page too many", "list"),
        ("list partners lost", "lost", "is for links", "list partners"),
        ("list <!channel>", "@channel", "is no filter", "list lost"),
        ("list <!subteam^S1|@team>", "@team", "is no filter", "list lost"),
        ("show frob", "frob", "neither a link nor a partner page", "show L-12"),
        ("snooze L-12 3", "3", "what? Hours, days", "snooze L-12 3d"),
        ("snooze 7 12 3", "3", "what? Hours, days", "snooze L-7 3d"),
        ("snooze L-12 3d 5d", "5d", "one duration too many", "snooze L-12 3d"),
        ("snooze L-12 please 3d", "please", "nor a duration", "snooze L-12 3d"),
        ("snooze soon L-12 later", "later", "no part of a duration", "snooze L-12 3d"),
        ("digest mon tue 09:00", "tue", "one day too many", "digest mon"),
        ("digest mon 00:00 09:00", "09:00", "one time too many", "digest mon"),
        ("digest mon 09:00 UTC Europe/Berlin", "Europe/Berlin", "one time zone too many", "digest mon"),
        ("remove L-12\n/links list", "/links", "begins another command", "remove L-12"),
        (f"add {A} -> {OURS}\n/links list", "/links", "begins another command", VERBS[0].examples[0]),
        (f'add {A} -> {OURS} "a" "b"', '"b"', "one anchor text too many", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} <@U0A|ada> <@U0B|ben>", "@ben", "one owner too many", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 6h every 1d", "1d", "one interval too many", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} <#C0X|x> <#C0Y|y>", "#y", "one channel too many", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} nofollow", "nofollow", "write nofollow-ok", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} <!here>", "@here", "calls many people", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} @channel", "@channel", "calls many people", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 6 tag:x", "6 tag:x", "is not a duration", VERBS[0].examples[0]),
        (f"add {A}“x” -> {OURS} ‚open", "‚open", "not closed", VERBS[0].examples[0]),
        (f"add https://a“x” -> {OURS}", "https://a“x”", "will not do", VERBS[0].examples[0]),
        (f"add {A}-long-ti… -> {OURS}", f"{A}-long-ti…", "is cut off", VERBS[0].examples[0]),
        (f"add <{A}-long-ti>… -> {OURS}", f"{A}-long-ti…", "is cut off", VERBS[0].examples[0]),
        (f"add <{A}-long-ti>... -> {OURS}", f"{A}-long-ti…", "is cut off", VERBS[0].examples[0]),
        (f"add <{A}/very[…]walk> -> {OURS}", f"{A}/very[…]walk", "is cut off", VERBS[0].examples[0]),
        (f"add {A} -> {OURS}/lon...", f"{OURS}/lon…", "is cut off", VERBS[0].examples[0]),
        ("partner show a.example b.example", "b.example", "takes one site", "partner show blog.example"),
        ("partner mark P-3 live", "mark", "neither an address nor an option", "partner add"),
        ("partner add a.example max 5 max 6", "max", "one limit too many", "partner add"),
        ("export loost", "loost", "did you mean lost?", "export lost"),
        ("export disavow P-3", "P-3", "is a partner page", "export disavow L-3"),
        (f"{A} -> {OURS}", "", "begin with add", f"add {A} -> {OURS}"),
        ("list loost", "loost", "did you mean lost?", "list lost"),
        ("show", "", "Say which one", "show L-12"),
        ("snooze L-12", "", "for how long", "snooze L-12 3d"),
        ("snooze L-12 forever", "forever", "is not a duration", "snooze L-12 3d"),
        ("snooze L-12 900d", "900d", "a year is the most", "snooze L-12 3d"),
        ("mark L-12", "", "either live, lost, indexed, not indexed, fits", "mark L-12 live"),
        ("mark L-12 dead", "dead", "none of live, lost", "mark L-12 live"),
        ("mark P-3 live", "P-3", "is a partner page", "mark L-12 live"),
        ("report summer", "summer", "is not a month", "report 2026-06"),
        ("report june july", "june july", "is not a month", "report 2026-06"),
        ("report <#C0ACME|acme>", "#acme", "is a channel", "report last month"),
        ("digest sometime", "sometime", "neither a day", "digest mon 09:00 Europe/Berlin"),
        ("digest mon", "", "a day and a time", "digest mon 09:00 Europe/Berlin"),
        ("digest mon 25:00", "25:00", "neither a day", "digest mon 09:00 Europe/Berlin"),
        ("status now", "now", "more than this needs", "status"),
        (f"add {A} -> {OURS} frob", "frob", "neither an address nor an option", VERBS[0].examples[0]),
        (f"add {A} {B} {OURS}", OURS, "one address too many", VERBS[0].examples[0]),
        (f"add {A}", A, "has no target", VERBS[0].examples[0]),
        (f"add mailto://x -> {OURS}", "mailto://x", "only http and https", VERBS[0].examples[0]),
        (f"add https://u:p@a.example/ -> {OURS}", "https://u:p@a.example/", "user name", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} #nowhere", "#nowhere", "is no channel that Slack knows", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} @nobody", "@nobody", "is no person that Slack knows", VERBS[0].examples[0]),
        (f'add {A} -> {OURS} "open', '"open', "not closed", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 5m", "5m", "between 1h and 30d", VERBS[0].examples[0]),
        (f"add {A} -> {OURS} every 6", "6", "is not a duration", VERBS[0].examples[0]),
        ("partner add a.example max lots", "lots", "not a number of links", "partner add"),
        ("relevance", "", "no page", "relevance"),
        ("relevance spade", "spade", "neither an address", "relevance"),
    ],
)
def test_an_error_names_the_wrong_word_and_shows_a_right_one(typed: str, word: str, why: str, example: str) -> None:
    error = parse(typed)
    assert isinstance(error, ParseError)
    assert error.word == word
    assert why in error.why
    assert error.example.startswith(example)
    assert error.typed == as_typed(typed), "nothing typed is lost"


def test_several_sites_of_ours_are_asked_for() -> None:
    error = parse(f"add {A}", ("one.example", "two.example"))
    assert isinstance(error, ParseError)
    assert "one.example, two.example" in error.why


def test_too_many_rows_are_sent_in_parts() -> None:
    error = parse("add\n" + f"{A} {OURS}\n" * 501)
    assert isinstance(error, ParseError)
    assert "500" in error.why


def test_an_error_repeats_what_was_typed_as_it_was_seen() -> None:
    error = parse("add <http://a.example|a.example> frob -&gt; &amp;")
    assert isinstance(error, ParseError)
    assert error.typed == "add a.example frob -> &"


@pytest.mark.parametrize("example", [example for verb in VERBS for example in verb.examples])
def test_every_example_is_right(example: str) -> None:
    assert not isinstance(parse(example), ParseError)


def test_no_synonym_means_two_things() -> None:
    names = [name for verb in VERBS for name in (verb.name, *verb.synonyms, *ABROAD.get(verb.name, "").split())]
    assert len(names) == len(set(names))


def test_every_verb_is_known_abroad() -> None:
    assert set(ABROAD) == {verb.name for verb in VERBS}


@given(st.text() | st.from_regex(r"(add|list|snooze|partner|digest|edit|[a-z]+\.example) [\s\S]*"))
def test_any_text_gets_a_command_or_an_error_whose_example_is_right(typed: str) -> None:
    found = parse(typed)
    if isinstance(found, ParseError):
        assert found.why
        assert not isinstance(parse(found.example), Glance | ParseError)


@given(
    st.sampled_from(
        [
            links((LinkState.LOST,)),
            links(
                (), (Flag.SNOOZED,), "a.example", frozenset({"x", "two words", 'with "quotes"', "a & b", "a &lt; <b>"})
            ),
            ListLinks(
                LinkFilter((LinkState.PENDING,), traits=tuple(Trait), person="U0BEN", lasting=timedelta(days=30))
            ),
            links(person=MINE),
            links(owner="U0BEN", partner="a.co.uk", findings=frozenset({"hidden", "noindex"}), costs=OVER_100),
            links(owner=NOBODY, domain="a.example", ends_within=timedelta(hours=36)),
            links(
                costs=((Bound.BELOW, Money(Decimal("1234567.5"), "EUR")), (Bound.AT_LEAST, Money(Decimal(1), "JPY")))
            ),
            ListPartners("a.b"),
        ]
    )
)
def test_a_list_says_how_to_ask_for_itself(listed: ListLinks | ListPartners) -> None:
    assert parse(str(listed)) == listed
