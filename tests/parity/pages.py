"""Pages that are hard to read, each for one reason, and what the browser made of them."""

# ruff: noqa: E501 - a page stands in one piece, as it is served

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parity.browser import browser

URL = "https://www.example.com/some/page.html"
ANSWERS = Path(__file__).with_name("answers.json")


@dataclass(frozen=True, slots=True)
class Hard:
    """A page by its name, which says what is hard about it."""

    name: str
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    url: str = URL


def _text(name: str, body: str, **how: str) -> Hard:
    return Hard(name, body.encode(how.pop("encoding", "utf-8")), **how)


def _in(encoding: str, words: str) -> Hard:
    """A page in a legacy encoding, declared by its meta; the link's query is in it, the path is not."""
    page = (
        f'<meta charset="{encoding}"><title>{words}</title><a href="/{words}?q={words}#{words}">{words}</a>'
        f'<a href="?q=\u2603">snow</a><a href="mailto:a@b.c?subject={words}">mail</a>'
    )
    return Hard(f"encoding {encoding}", page.encode(encoding, "xmlcharrefreplace"), "text/html")


PAGES = [
    # Base
    _text("base relative", '<base href="/dir/"><a href="x">1</a><a href="/y">2</a><a href="">3</a><a href="#f">4</a>'),
    _text("base other host", '<base href="https://other.example/a/b"><a href="c">1</a><a href="//third.example">2</a>'),
    _text("base second ignored", '<base href="/a/"><base href="/b/"><a href="x">1</a>'),
    _text("base without href first", '<base target="_top"><base href="/b/"><a href="x">1</a>'),
    _text("base in body", '<p>x<a href="early">1</a><base href="/b/"><a href="late">2</a>'),
    _text("base javascript", '<base href="javascript:1"><base href="/b/"><a href="x">1</a>'),
    _text("base data", '<base href="data:text/html,x"><a href="x">1</a>'),
    _text("base invalid", '<base href="http://[bad"><a href="x">1</a>'),
    _text("base empty", '<base href=""><a href="x">1</a>'),
    _text("base valueless", '<base href><a href="x">1</a>'),
    _text("base in svg", '<svg><base href="/svg/"></base></svg><a href="x">1</a>'),
    _text("base in template", '<template><base href="/t/"></template><a href="x">1</a>'),
    _text("base in noscript head", '<head><noscript><base href="/n/"></noscript></head><a href="x">1</a>'),
    _text("base not special", '<base href="foo:bar"><a href="x">1</a><a href="https://a.example/">2</a>'),
    _text("base about blank", '<base href="about:blank"><a href="x">1</a><a href="#y">2</a>'),
    _text("base with spaces", '<base href="  /sp ace/\n "><a href="x">1</a>'),
    _text("base with query", '<base href="/p?q=1#f"><a href="?r=2">1</a><a href="#g">2</a><a href="">3</a>'),
    # Addresses
    _text(
        "spaces in href",
        '<a href="  /a  ">1</a><a href="\n/b\n">2</a><a href="/c\td\ne">3</a><a href="&#32;&#9;/d&#xA;">4</a>'
        '<a href="/e f">5</a><a href="&nbsp;/g">6</a><a href="\u2003/h">7</a>',
    ),
    _text(
        "entities in href",
        '<a href="?a=1&copy=2">1</a><a href="?a=1&amp;b=2">2</a><a href="?a&lt=1">3</a><a href="?a&lt;=1">4</a>'
        '<a href="?a=1&notit=2">5</a><a href="?x&#x80;y">6</a><a href="?x&#0;y">7</a><a href="?&ampx">8</a>'
        '<a href="?&copy;&copy=&copyx">9</a><a href="&sol;abs">10</a><a href="?x=&NotEqualTilde;&fjlig;">11</a>'
        '<a href="?&#xD800;&#x110000;&#1114112;">12</a><a href=?a=1&ampb=2>13</a><a href="?a&hellip=3&hellip;">14</a>',
    ),
    _text(
        "other schemes",
        '<a href="mailto:a@b.example">1</a><a href="tel:+1 23">2</a><a href="javascript:void(0)">3</a>'
        '<a href="JavaScript: alert( 1 )">4</a><a href="ftp://f.example/x y">5</a><a href="data:text/plain,a b">6</a>'
        '<a href="HTTP://UP.EXAMPLE/A">7</a><a href="file:///x">8</a><a href="blob:https://a.example/x">9</a>'
        '<a href="ws://w.example:80/">10</a><a href="whatsapp://send?text=a b">11</a><a href="about:blank">12</a>',
    ),
    _text(
        "slashes and back slashes",
        '<a href="\\\\host.example\\p">1</a><a href="/\\host.example/p">2</a><a href="https:/one.example">3</a>'
        '<a href="https:two.example">4</a><a href="https:///three.example">5</a><a href="http:rel">6</a>'
        '<a href="///four.example">7</a><a href="a\\b?c\\d#e\\f">8</a><a href="https:">9</a><a href="https://">10</a>',
    ),
    _text(
        "dots",
        '<a href="..">1</a><a href="../../../..">2</a><a href="./x/../y/.">3</a><a href="%2e%2E/x">4</a>'
        '<a href="/a/./b/..//c">5</a><a href="/a/.%2e/b">6</a><a href="...">7</a><a href="x/..;/y">8</a>',
    ),
    _text(
        "per cent signs",
        '<a href="/%zz%">1</a><a href="/%41%c3%a9">2</a><a href="?%zz\u00e9">3</a><a href="/a|b^c`d{e}">4</a>'
        '<a href="?a|b^c`d{e}\'\'">5</a><a href="#a|b^c`d{e} ">6</a><a href="/%E9">7</a><a href="/&quot;&lt;&gt;">8</a>',
    ),
    _text(
        "international hosts",
        '<a href="http://b\u00fccher.example/">1</a><a href="http://xn--bcher-kva.example/">2</a>'
        '<a href="http://\u4f8b\u3048.\u30c6\u30b9\u30c8/">3</a><a href="http://fa\u00df.de/">4</a>'
        '<a href="http://\u200dx.example/">5</a><a href="http://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/\u043f?\u043f">6</a>'
        '<a href="http://a\u3002b.example/">7</a><a href="http://\uff47\uff4f.example/">8</a>'
        '<a href="http://xn--a.example/">9</a><a href="http://\u05d0\u05d1.example/">10</a>',
    ),
    _text(
        "hosts that are none",
        '<a href="http://a b.example/">1</a><a href="http://[::1">2</a><a href="http://a.example:99999/">3</a>'
        '<a href="http://a.example:x/">4</a><a href="http://%00/">5</a><a href="http://a<b/">6</a><a href="http://">7</a>'
        '<a href="http://#">8</a><a href="http://1.2.3.999/">9</a><a href="https://?q">10</a><a href="http://a..b/">11</a>'
        '<a href="http://-a-.example/">12</a><a href="http://a_b.example/">13</a><a href="http://%zz/">14</a>',
    ),
    _text(
        "numbers as hosts",
        '<a href="http://0x7f.1/">1</a><a href="http://2130706433/">2</a><a href="http://017700000001/">3</a>'
        '<a href="http://[::ffff:1.2.3.4]/">4</a><a href="http://[2001:DB8::0:1]:80/">5</a><a href="http://1.2.3./">6</a>',
    ),
    _text(
        "ports and users",
        '<a href="https://a.example:443/">1</a><a href="http://a.example:080/">2</a><a href="http://u:p@a.example/">3</a>'
        '<a href="http://u@:p@a.example/">4</a><a href="http://a.example:/">5</a><a href="http://@a.example/">6</a>',
    ),
    _text("very long href", f'<a href="/{"x" * 100_000}?{"y" * 100_000}">long</a><a href="/after">2</a>'),
    _text("control characters", '<a href="/a\x01b\x7fc">1</a><a href="\x01\x1f/d">2</a><a href="/e\x0cf">3</a>'),
    _text(
        "query on http page", "<a href='?a=\"b\" <c>'>1</a><a href=\"x'y?x'y#x'y\">2</a>", url="http://h.example/p?q#f"
    ),
    # What counts as a link
    _text("a without href", '<a>0</a><a name="x">1</a><a href>2</a><a href="">3</a><a HREF=/4>4</a><A href="/5">5</A>'),
    _text("duplicate attributes", '<a href="/first" href="/second" rel="a" REL="b">1</a>'),
    _text(
        "unquoted",
        "<a href=/a/b?c=d>1</a><a href=/a/>2</a><a href='/x\"y'>3</a><a href=\"/x'y\">4</a><a href = /s >5</a>",
    ),
    _text(
        "slash in tag",
        '<a/href="/1"/rel="x"/>1</a><a href="/2"/>2</a><a href=/3/ >3</a><br/><a href="/4" / title>4</a>',
    ),
    _text("missing space between attributes", '<a href="/1"rel="nofollow"class="x">1</a>'),
    _text("area", '<map name=m><area href="/1" alt="one"><area href="/2"><area alt="none"></map><img usemap="#m">'),
    _text(
        "svg", '<svg><a href="/1"><text>one</text></a><a xlink:href="/2">2</a><a href="/3" xlink:href="/4">3</a></svg>'
    ),
    _text(
        "svg with html inside",
        '<svg><foreignObject><a href="/1">1</a></foreignObject><desc><a href="/2">2</a></desc></svg>',
    ),
    _text(
        "svg broken out of", '<svg><g><p><a href="/1">1</a></svg><a href="/2">2</a><svg><a href="/3"><div>3</div></a>'
    ),
    _text(
        "svg title and style",
        "<svg><title>no</title><style>x{}</style><a href=/1><style>s</style>1</a></svg><title>yes</title>",
    ),
    _text("svg style is markup", '<svg><style><a href="/1">1</a></style></svg><style><a href="/2">2</a></style>'),
    _text("svg cdata", '<svg><a href="/1"><![CDATA[<b>x</b>]]></a></svg><a href="/2"><![CDATA[y]]></a>'),
    _text(
        "math",
        '<math><a href="/1">1</a><mi><a href="/2">2</a></mi><annotation-xml encoding="text/html"><a href="/3">3</a>',
    ),
    _text("template", '<template><a href="/1">1</a></template><template><p></template><a href="/2">2</a>'),
    _text(
        "comments",
        '<!-- <a href="/1">1</a> --><!--> <a href="/2">2</a><!-- --!><a href="/3">3</a><!-x><a href="/4">4</a>',
    ),
    _text("comment never closed", '<a href="/1">1</a><!-- <a href="/2">2</a> '),
    _text(
        "bogus comments",
        '<?php <a href="/1">1</a> ?><a href="/2">2</a></ <a href="/3">3</a><!DOCTYPE <a href="/4">4</a>',
    ),
    _text(
        "textarea and title",
        '<title><a href="/1">1</a></title><textarea><a href="/2">2</a></textarea><a href="/3">3</a>',
    ),
    _text(
        "raw text",
        "<xmp><a href=/1>1</a></xmp><noembed><a href=/2>2</a></noembed><noframes><a href=/3>3</a></noframes>",
    ),
    _text(
        "iframe content",
        '<iframe><a href="/1">1</a></iframe><iframe srcdoc="<a href=/2>2</a>"></iframe><a href="/3">3</a>',
    ),
    _text("plaintext", '<a href="/1">1</a><plaintext><a href="/2">2</a></plaintext>'),
    _text("script holds markup", '<script>"<a href=/1>1</a>"</script><a href="/2">2<script>x</script>3</a>'),
    _text("script escaped", '<script><!-- <script> </script> <a href="/1"> --></script><a href="/2">2</a>'),
    _text("script never closed", '<a href="/1">1</a><script><!-- <script> </script><a href="/2">2</a>'),
    _text(
        "noscript in head",
        "<head><noscript><link rel=canonical href=/c><meta name=robots content=noindex></noscript><title>t",
    ),
    _text(
        "noscript with image in head",
        "<head><noscript><img src=x></noscript><title>t</title><link rel=canonical href=/c>",
    ),
    _text("noscript in body", '<noscript><a href="/1">1</a><p>x</noscript><a href="/2">2</a>'),
    _text("noscript in a link", '<a href="/1">a<noscript>b<img alt=c></noscript></a>'),
    _text("select", '<select><option><a href="/1">1</a></option></select><a href="/2">2</a>'),
    _text(
        "selectedcontent",
        "<select><button><selectedcontent></selectedcontent></button><option><a href=/1>x</a></select>",
    ),
    _text("frameset", '<title>f</title><frameset><frame src="/1"><noframes><a href="/2">2</a></noframes></frameset>'),
    _text("frameset too late", '<p>x<frameset><frame src="/1"></frameset><a href="/2">2</a>'),
    _text(
        "object embed video",
        '<object><a href="/1">1</a></object><video><a href="/2">2</a></video><canvas><a href="/3">3</a>',
    ),
    _text("button and label", '<button><a href="/1">1</a></button><label><a href="/2">2<button>b</button></a></label>'),
    # The tree
    _text("links in links", '<a href="/1">1<a href="/2">2</a>3</a><a href="/3">x<div>y<a href="/4">z</a>w</div>v</a>'),
    _text("link around blocks", '<a href="/1"><div>a</div><p>b</a>c<p>d</p>'),
    _text("link never closed", '<a href="/1">a<p>b<p>c<table><tr><td>d<a href="/2">e</table>f'),
    _text("adoption agency", '<b>1<i>2<a href="/1">3<p>4</b>5</i>6</a>7</p><b><p><a href="/2">x</b>y</a>z'),
    _text("adoption agency deep", "<a href=/1>" + "<b><div>" * 12 + "x</a>y" + "</div></b>" * 12 + "<a href=/2>z</a>"),
    _text("nine formatting", "<p>" + "<font size=1>" * 9 + "<a href=/1>x<p>y<a href=/2>z</font></p>w"),
    _text(
        "foster parenting",
        '<table><a href="/1">1</a><tr><a href="/2">2</a><td><a href="/3">3</a></td></tr>x<a href="/4">4',
    ),
    _text("foster parented text", "<a href=/1>a<table>b<tr>c<td>d</a>e</table>f</a>g"),
    _text(
        "table in link in table",
        '<table><td><a href="/1">1<table><td><a href="/2">2</a></table>3</a>4</table><a href="/3">5</a>',
    ),
    _text(
        "nested forms",
        '<form><a href="/1">1</a><form><a href="/2">2</a></form></form><form><table><form><a href="/3">3',
    ),
    _text(
        "caption and colgroup",
        '<table><caption><a href="/1">1</a><col><a href="/2">2</a><caption><a href="/3">3</table>',
    ),
    _text(
        "two bodies",
        '<html lang=a><body class=x><a href="/1">1</a><body id=y><html title=z><a href="/2">2</a></body></html><a href=/3>3',
    ),
    _text("after the end", '<a href="/1">1</a></body></html><a href="/2">2</a><!-- x --><a href="/3">3</a>'),
    _text("no head no body", '<a href="/1">1</a><title>late</title><link rel="canonical" href="/c">'),
    _text(
        "headings and lists",
        "<h1><a href=/1>1<h2>2</a></h2><ul><li><a href=/2>3<li>4</a></ul><dl><dd><a href=/3>5<dt>6",
    ),
    _text("nobr and marquee", '<nobr><a href="/1">1<nobr>2</a></nobr><marquee><a href="/2">3</marquee>4</a>'),
    _text("ruby", "<ruby><a href=/1>1<rt>2</a><rp>3</ruby><a href=/2>4</a>"),
    _text(
        "deep nesting", "<div>" * 480 + "<a href=/1>a<b>b<i>c</i></b></a>" + "</div>" * 480 + "<a href=/2>d<b>e</b></a>"
    ),
    _text(
        "too deep nesting",
        "<div>" * 520 + "<a href=/1>a<b>b<i>c</i></b></a>" + "</div>" * 520 + "<a href=/2>d<b>e</b></a>",
    ),
    _text("truncated in a tag", '<a href="/1">1</a><a href="/2" rel="'),
    _text("truncated in an entity", '<a href="/1">x&am'),
    # Words
    _text("white space in words", "<a href=/1> a \n b\t<b> c</b>&nbsp;d\u2003e\u200bf\ufeffg\u0085h\x1fi\u3000 </a>"),
    _text(
        "words without code",
        "<a href=/1>a<style>b</style><script>c</script><textarea>d</textarea><template>e</template>f</a>",
    ),
    _text("image words", '<a href=/1><img alt="picture"></a><a href=/2 title="t"></a><a href=/3><img alt=""> x</a>'),
    _text(
        "entities in words",
        "<a href=/1>&lt;b&gt; &amp &ampamp; &copy &notin; &noti; &#128; &#x1F600; &bogus; &#0; &CounterClockwiseContourIntegral;</a>",
    ),
    _text(
        "new lines after pre",
        "<pre>\n\n<a href=/1>\nx</a></pre><textarea>\n</textarea><listing>\n<a href=/2>y</a></listing>",
    ),
    Hard("carriage returns", b"<a\rhref='/1\r\n'\r\nrel='a\rb'>x\ry\r\nz&#13;</a><pre>\r\n<a href=/2>\r\n2</a></pre>"),
    Hard(
        "nul bytes",
        b"<a href='/a\0b' re\0l=x>t\0u</a><svg><a href='/s'>\0v</a></svg><title>t\0u</title><a\0 href=/z>z</a>",
    ),
    _text("non-characters", '<a href="/\ufffe\U0001fffe">\ufffe\U0001fffex</a><a href="?\ufdd0">\ufdd0</a>'),
    _text("title folding", "<title>\n a &amp;\u00a0 b\t<b>c</b>\n</title><title>second</title>"),
    _text("title empty first", "<title></title><title>second</title>"),
    _text("title in body", "<p>x</p><title>in body</title>"),
    # rel, canonical, robots, hreflang
    _text(
        "rel tokens", '<a href=/1 rel="NoFollow\tugc\n sponsored">1</a><a href=/2 rel>2</a><a href=/3 rel="a a,b">3</a>'
    ),
    _text(
        "canonicals",
        '<link rel="Canonical" href="/a"><link rel="next canonical" href="b?\u00e9"><link rel=canonical><link rel=canonical href="">',
    ),
    _text(
        "canonical in body and svg",
        '<p>x<link rel=canonical href="/b"><svg><link rel=canonical href="/s"></svg><template><link rel=canonical href=/t>',
    ),
    _text("canonical with base", '<link rel=canonical href="c"><base href="https://b.example/d/">'),
    _text("canonical invalid", '<link rel=canonical href="http://[x"><link rel=canonical href="https://ok.example">'),
    _text(
        "robots metas",
        '<meta name=Robots content="NOINDEX, follow"><meta name=" googlebot " content=nofollow><body><meta name=robots content=none>',
    ),
    _text(
        "robots in svg",
        "<svg><meta name=robots content=noindex></svg><svg><desc><meta name=robots content=nofollow></desc></svg>",
    ),
    _text(
        "hreflang",
        '<link rel=alternate hreflang=de href="/de"><link rel="alternate x" hreflang=" en-GB " href="/en"><link hreflang=fr rel=next href=/f>',
    ),
    # Kinds of page and encodings
    _text("plain text", '<a href="/1">1</a>', content_type="text/plain"),
    _text("no content type", '<!doctype html><meta charset=utf-8><a href="/1">\u00e9</a>', content_type="text/html"),
    _text(
        "xhtml",
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><a href="/1"/><p/><a href="/2">2</a><div><script src="x"/><a href="/3">3</a></div></body></html>',
        content_type="application/xhtml+xml; charset=utf-8",
    ),
    _text(
        "xhtml cdata",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title><style><![CDATA[a>b{}]]></style></head><body><a href="/1?a&amp;b"><![CDATA[<x>]]></a></body></html>',
        content_type="application/xhtml+xml",
    ),
    Hard(
        "utf-8 mark over header",
        b"\xef\xbb\xbf<title>\xc3\xa9</title><a href='?\xc3\xa9'>\xc3\xa9</a>",
        "text/html; charset=iso-8859-1",
    ),
    Hard("header over meta", b"<meta charset=windows-1251><a href='?\xe9'>\xe9</a>", "text/html; charset=iso-8859-1"),
    Hard(
        "utf-16 with mark", "\ufeff<title>\u00e9</title><a href='?\u00e9'>\u00e9</a>".encode("utf-16-le"), "text/html"
    ),
    Hard("meta says utf-16", "<meta charset=utf-16><a href='?\u00e9'>\u00e9</a>".encode(), "text/html"),
    Hard("broken utf-8", b"<a href='/\xff?\xc3\x28\xe2\x82'>\xf0\x9f\x98 \xed\xa0\x80 \xc0\xaf</a>"),
    Hard("replacement encoding", b"<a href=/1>1</a>", "text/html; charset=iso-2022-kr"),
    Hard(
        "two-byte sequences broken", b"<meta charset=gbk><a href='?\x81<b'>\x81</a><a href=/2>\x80\xfe</a>", "text/html"
    ),
    Hard("x-user-defined meta", b"<meta charset=x-user-defined><a href='?\x80'>\x80</a>", "text/html"),
    _in("windows-1252", "caf\u00e9 \u20ac"),
    _in("iso-8859-2", "\u0142\u00f3d\u017a"),
    _in("windows-1251", "\u0446\u0435\u043d\u0430"),
    _in("koi8-r", "\u0446\u0435\u043d\u0430"),
    _in("windows-1253", "\u03c4\u03b9\u03bc\u03ae"),
    _in("windows-1254", "\u0131\u015f\u0131k"),
    _in("windows-1256", "\u0633\u0639\u0631"),
    _in("tis-620", "\u0e23\u0e32\u0e04\u0e32"),
    _in("iso-8859-8", "\u05de\u05d7\u05d9\u05e8"),
    _in("shift_jis", "\u4fa1\u683c\u8868"),
    _in("euc-jp", "\u4fa1\u683c\u8868"),
    _in("iso-2022-jp", "\u4fa1\u683c\u8868"),
    _in("gb18030", "\u4ef7\u683c"),
    _in("big5", "\u50f9\u683c"),
    _in("euc-kr", "\uac00\uaca9"),
    # What is hidden
    _text(
        "hidden by attributes",
        "<p hidden><a href=/1>1</a></p><p hidden=until-found><a href=/2>2</a></p><a hidden href=/3>3</a><dialog><a href=/4>4</a></dialog><dialog open><a href=/5>5</a></dialog><details><summary><a href=/6>6</a></summary><a href=/7>7</a></details><details open><a href=/8>8</a></details><div popover><a href=/9>9</a></div><p aria-hidden=true><a href=/10>10</a></p>",
    ),
    _text(
        "hidden by style",
        "<p style='display:none'><a href=/1>1</a></p><p style='VISIBILITY : Hidden'><a href=/2>2</a><a style='visibility:visible' href=/3>3</a></p><a style='opacity:0' href=/4>4</a><a style='opacity:.5' href=/5>5</a><div style='font-size:0'><a href=/6>6</a><a href=/7 style='font-size:12px'>7</a></div><a style='position:absolute;left:-9999px' href=/8>8</a><a style='left:-9999px' href=/9>9</a><div style='text-indent:-9999px'><a href=/10>10</a></div><div style='height:0;overflow:hidden'><a href=/11>11</a></div><div style='height:0'><a href=/12>12</a></div><a style='position:absolute;clip:rect(0,0,0,0)' href=/13>13</a><a style='display:none;display:block' href=/14>14</a><a style='display:none!important;display:block' href=/15>15</a>",
    ),
    _text(
        "hidden by rules",
        "<style>.a{display:none} #b .c{visibility:hidden} p > a.d{opacity:0} .e{display:none} .e.f{display:block} .g{display:none!important} @media print{.h{display:none}} @media (max-width:600px){.i{display:none}} @media (min-width:600px){.j{display:none}} .k:hover{display:none} [data-l]{display:none} a:not(.m){color:red} .n,.o{display:none} /* .p{display:none} */</style><a class=a href=/1>1</a><p id=b><a class=c href=/2>2</a></p><p><a class=d href=/3>3</a></p><a class='e f' href=/4>4</a><a class=g style='display:block' href=/5>5</a><a class=h href=/6>6</a><a class=i href=/7>7</a><a class=j href=/8>8</a><a class=k href=/9>9</a><a data-l href=/10>10</a><a class=o href=/11>11</a><a class=p href=/12>12</a>",
    ),
    _text(
        "hidden by nothing that only looks like zero",
        "<p style='overflow:hidden;width:auto'><a href=/1>1</a></p><p style='opacity:inherit'><a href=/2>2</a></p><p style='font-size:initial'><a href=/3>3</a></p><p style='overflow:hidden;height:0px'><a href=/4>4</a></p><p style='font-size:0.0em'><a href=/5>5</a></p><p style='opacity:.0'><a href=/6>6</a></p><p style='font-size:0.9em'><a href=/7>7</a></p><p style='overflow:hidden;max-height:10px'><a href=/8>8</a></p><p style='overflow:hidden;width:0.5px;height:.5px'><a href=/9>9</a></p>",
    ),
    _text(
        "hidden by rules that name themselves so",
        "<style>.is-hidden{display:none} @media all{.none{visibility:hidden}} [hidden]{display:none!important} .opacity:hover{opacity:0} /* .x{ */ .clip{clip:rect(0,0,0,0);position:absolute} .hidden{color:red} a[href^='/8']{display:none} .y{display:none</style><p class=is-hidden><a href=/1>1</a></p><p class=none><a href=/2>2</a></p><p hidden style='display:block'><a href=/3>3</a></p><p class=opacity><a href=/4>4</a></p><p class=x><a href=/5>5</a></p><a class=clip href=/6>6</a><p class=hidden><a href=/7>7</a><a href=/8/x>8</a></p><p class=y><a href=/9>9</a></p>",
    ),
    _text(
        "hidden by the rule that weighs most",
        "<style>#i{display:block} .b.c{display:none} .c{display:block} p.d{display:none} .d{display:block} .e{display:none!important} .f{display:none} .f{display:block} div .g{display:none} .g{display:block} .h{display:block!important} .j{left:-9999px} .k{position:absolute} .l{visibility:hidden} .m{visibility:visible}</style><p id=i class='b c'><a href=/1>1</a></p><p class='b c'><a href=/2>2</a></p><p class=d><a href=/3>3</a></p><p class=e style='display:block'><a href=/4>4</a></p><p class=f><a href=/5>5</a></p><div><p class=g><a href=/6>6</a></p></div><p class=h style='display:none'><a href=/7>7</a></p><p class=j><a href=/8>8</a></p><p class='j k'><a href=/9>9</a></p><p class=l><a href=/10>10</a><a class=m href=/11>11</a></p><p class=k style='left:-9999px'><a href=/12>12</a></p>",
    ),
    _text(
        "hidden in lists of the like",
        "<style>.a .s{display:none} .b>.s{display:none} .o .s{display:block} .s a[title]{display:none}</style><ul class=a><li class=s><a href=/1>1</a><li class=s><a href=/2>2</a><li><a href=/3>3</a></ul><ul class=b><li class=s><a href=/4>4</a><li><b class=s><a href=/5>5</a></b></ul><ul class='a o'><li class=s><a href=/6>6</a><a href=/7 title=x>7</a></ul>",
    ),
]


def stored() -> dict[str, dict[str, Any]]:
    """The browser's answers, by the name of the page."""
    answers: dict[str, dict[str, Any]] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return answers


def renew() -> int:
    """Asks the browser about each page and stores its answers; their number."""
    with browser() as chromium:
        answers = {page.name: chromium.read(page.url, page.content_type, page.body) for page in PAGES}
    ANSWERS.write_text(json.dumps(answers, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
    return len(answers)
