"""Links that hold or hide an address of ours, of each kind: where they lead, and which are none of ours."""

from base64 import urlsafe_b64encode

import pytest

from jobs.web.urls import Degree, parse, same_target
from jobs.web.urls.redirectors import is_opaque, leads_to

TARGET = "https://ours.example/guide"
ESCAPED = "https%3A%2F%2Fours.example%2Fguide"
BASE64 = urlsafe_b64encode(TARGET.encode()).decode()

LEADING = [
    # mail gateways
    "https://urldefense.com/v3/__https://ours.example/guide__;!!AbC!xyz$",
    "https://urldefense.us/v3/__https:/ours.example/guide__;!!AbC!xyz$",
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__ours.example_guide&d=DwMFaQ&c=a&r=b&m=c&s=d&e=",
    f"https://urldefense.proofpoint.com/v1/url?u={ESCAPED}&k=abc",
    f"https://nam02.safelinks.protection.outlook.com/?url={ESCAPED}&data=05%7C02&reserved=0",
    f"https://linkprotect.cudasvc.com/url?a={ESCAPED}&c=E,1,abc&typo=1",
    f"https://secure-web.cisco.com/1AbCdEf/{ESCAPED}",
    f"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={ESCAPED}&umid=1",
    f"https://eu-west-1.protection.sophos.com/?d=ours.example&u={BASE64}&i=1",
    # search engines
    f"https://www.google.com/url?q={ESCAPED}&sa=D&source=docs",
    f"https://www.google.co.uk/url?sa=t&url={ESCAPED}",
    "https://www.google.com/amp/s/ours.example/guide",
    "https://ours-example.cdn.ampproject.org/c/s/ours.example/guide",
    "https://ours-example.cdn.ampproject.org/v/s/ours.example/guide?amp_js_v=0.1",
    "https://cdn.ampproject.org/c/s/ours.example/guide",
    f"https://www.googleadservices.com/pagead/aclk?sa=L&adurl={ESCAPED}",
    f"https://adclick.g.doubleclick.net/pcs/click?xai=abc&adurl={ESCAPED}",
    f"https://www.bing.com/ck/a?!&&p=abc&ptn=3&u=a1{BASE64}&ntb=1",
    f"https://r.search.yahoo.com/_ylt=Awr/RV=2/RE=1/RO=10/RU={ESCAPED}/RK=2/RS=abc-",
    f"https://duckduckgo.com/l/?uddg={ESCAPED}&rut=abc",
    f"https://yandex.ru/clck/jsredir?from=yandex&url={ESCAPED}",
    # social networks
    f"https://l.facebook.com/l.php?u={ESCAPED}&h=AT1",
    f"https://lm.facebook.com/l.php?u={ESCAPED}",
    f"https://www.facebook.com/flx/warn/?u={ESCAPED}",
    f"https://l.instagram.com/?u={ESCAPED}&e=AT0",
    f"https://t.umblr.com/redirect?z={ESCAPED}&t=abc",
    f"https://www.youtube.com/redirect?event=video_description&q={ESCAPED}",
    f"https://vk.com/away.php?to={ESCAPED}",
    f"https://m.vk.com/away.php?to={ESCAPED}",
    f"https://ok.ru/dk?st.cmd=outLinkWarning&st.rfn={ESCAPED}",
    f"https://www.linkedin.com/safety/go?url={ESCAPED}&trk=x",
    f"https://www.linkedin.com/redir/redirect?url={ESCAPED}&urlhash=a",
    f"https://slack-redir.net/link?url={ESCAPED}",
    f"https://steamcommunity.com/linkfilter/?url={ESCAPED}",
    f"https://out.reddit.com/t3_abc?url={ESCAPED}&token=x",
    f"https://www.pinterest.com/offsite/?token=1&url={ESCAPED}",
    f"https://exit.sc/?url={ESCAPED}",
    "https://disq.us/url?url=https%3A%2F%2Fours.example%2Fguide%3AQHRpMzQ1Njc4OTAxMjM0NTY3ODkw&cuid=1",
    f"https://medium.com/r/?url={ESCAPED}",
    f"https://www.deviantart.com/users/outgoing?{TARGET}",
    f"https://link.zhihu.com/?target={ESCAPED}",
    f"https://gitee.com/link?target={ESCAPED}",
    f"https://weibo.cn/sinaurl?u={ESCAPED}",
    f"https://www.douban.com/link2/?url={ESCAPED}",
    # referrer hiders
    f"https://href.li/?{TARGET}",
    f"https://anonym.to/?{TARGET}",
    f"https://www.dereferer.me/?{ESCAPED}",
    # affiliate networks
    "https://www.shareasale.com/r.cfm?b=1&u=2&m=3&urllink=ours%2Eexample%2Fguide&afftrack=",
    f"https://www.shareasale.com/r.cfm?b=1&u=2&m=3&urllink={ESCAPED}",
    f"https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued={ESCAPED}",
    f"https://www.anrdoezrs.net/links/1/type/dlg/{TARGET}",
    f"https://www.jdoqocy.com/click-1-2?url={ESCAPED}",
    f"https://go.skimresources.com/?id=1X2&url={ESCAPED}",
    f"https://go.redirectingat.com?id=1X2&url={ESCAPED}",
    f"https://redirect.viglink.com?key=a&u={ESCAPED}",
    f"https://partner.pxf.io/c/1/2/3?u={ESCAPED}",
    f"https://click.linksynergy.com/deeplink?id=a&mid=1&murl={ESCAPED}",
    f"https://click.linksynergy.com/fs-bin/click?id=a&RD_PARM1={ESCAPED}",
    f"https://clk.tradedoubler.com/click?p=1&a=2&url={ESCAPED}",
    f"https://clkuk.tradedoubler.com/click?p(1)a(2)url({TARGET})",
    f"https://track.webgains.com/click.html?wgcampaignid=1&wgtarget={ESCAPED}",
    f"https://prf.hn/click/camref:abc/destination:{ESCAPED}",
    f"https://www.pjtra.com/t/abc?url={ESCAPED}",
    f"https://track.flexlinkspro.com/a.ashx?foid=1&url={ESCAPED}",
    f"https://ad.admitad.com/g/abc/?ulp={ESCAPED}",
    f"https://ad.zanox.com/ppc/?123&ulp={ESCAPED}",
    f"https://partners.webmasterplan.com/click.asp?ref=1&diurl={ESCAPED}",
    f"https://go.adtraction.com/t/t?a=1&url={ESCAPED}",
    f"https://shop.digidip.net/visit?url={ESCAPED}",
    # any site, by a path or host that says so
    f"https://partner.example/out?url={ESCAPED}",
    f"https://partner.example/out.php?u={BASE64}",
    f"https://partner.example/go/?to={ESCAPED}",
    f"https://partner.example/goto/{TARGET}",
    "https://partner.example/goto/https:/ours.example/guide",
    f"https://partner.example/redirect?to={ESCAPED}",
    f"https://partner.example/forum/redirect/?redirect={ESCAPED}",
    f"https://partner.example/away.php?to={ESCAPED}",
    f"https://partner.example/external-link?l={ESCAPED}",
    f"https://partner.example/LinkClick.aspx?link={ESCAPED}",
    f"https://partner.example/leaving/?dest={ESCAPED}",
    f"https://partner.example/r.php?{TARGET}",
    f"https://ads.partner.example/www/delivery/ck.php?oaparams=2__bannerid=1__zoneid=2__cb=3__oadest={ESCAPED}",
    f"https://click.partner.example/f/a/b?u={ESCAPED}",
    f"https://partner.example/link?target={ESCAPED}",
]

CARRYING = [
    # sharing
    f"https://www.facebook.com/sharer/sharer.php?u={ESCAPED}",
    f"https://m.facebook.com/sharer.php?u={ESCAPED}",
    f"https://www.facebook.com/plugins/like.php?href={ESCAPED}",
    f"https://twitter.com/intent/tweet?url={ESCAPED}",
    f"https://x.com/share?url={ESCAPED}",
    f"https://www.linkedin.com/shareArticle?mini=true&url={ESCAPED}",
    f"https://www.linkedin.com/sharing/share-offsite/?url={ESCAPED}",
    f"https://pinterest.com/pin/create/button/?url={ESCAPED}",
    f"https://www.reddit.com/submit?url={ESCAPED}",
    f"https://api.whatsapp.com/send?text={ESCAPED}",
    f"https://wa.me/?text={ESCAPED}",
    f"https://t.me/share/url?url={ESCAPED}",
    f"https://telegram.me/share/url?url={ESCAPED}",
    f"https://t.me/iv?url={ESCAPED}&rhash=a",
    f"https://www.tumblr.com/widgets/share/tool?canonicalUrl={ESCAPED}",
    f"https://www.xing.com/spi/shares/new?url={ESCAPED}",
    f"https://vk.com/share.php?url={ESCAPED}",
    f"https://bsky.app/intent/compose?text={ESCAPED}",
    f"https://social-plugins.line.me/lineit/share?url={ESCAPED}",
    f"https://mastodon.example/share?text={ESCAPED}",
    f"https://news.ycombinator.com/submitlink?u={ESCAPED}",
    f"https://lobste.rs/stories/new?url={ESCAPED}",
    f"https://www.addtoany.com/share?url={ESCAPED}",
    f"https://www.addtoany.com/add_to/email?linkurl={ESCAPED}",
    f"https://api.addthis.com/oexchange/0.8/forward/facebook/offer?url={ESCAPED}",
    f"https://partner.example/post?share=twitter&url={ESCAPED}",
    f"https://partner.example/?action=tweet&u={ESCAPED}",
    f"https://mail.google.com/mail/?view=cm&body={ESCAPED}",
    f"mailto:?body={ESCAPED}",
    f"https://partner.example/tell-a-friend?url={ESCAPED}",
    f"https://partner.example/email-this/?link={ESCAPED}",
    # saving and subscribing
    f"https://getpocket.com/save?url={ESCAPED}",
    f"https://www.instapaper.com/hello2?url={ESCAPED}",
    f"https://pinboard.in/add?url={ESCAPED}",
    f"https://b.hatena.ne.jp/entry/panel/?url={ESCAPED}",
    f"https://feedly.com/i/subscription/feed/{TARGET}",
    f"https://www.inoreader.com/feed/{ESCAPED}",
    f"https://partner.example/subscribe?feed={ESCAPED}",
    f"https://partner.example/add-to-favourites?u={ESCAPED}",
    # logging in
    f"https://partner.example/login?next={ESCAPED}",
    f"https://partner.example/wp-login.php?redirect_to={ESCAPED}",
    f"https://partner.example/users/sign_in?return={ESCAPED}",
    f"https://partner.example/sign-up?return={ESCAPED}",
    f"https://partner.example/index.php?action=login&url={ESCAPED}",
    f"https://partner.example/redirect/login?to={ESCAPED}",
    f"https://accounts.partner.example/out?continue={ESCAPED}",
    f"https://partner.example/logout?goto={ESCAPED}",
    f"https://partner.example/oauth/authorize?redirect_uri={ESCAPED}",
    # reporting
    f"https://partner.example/report-broken?url={ESCAPED}",
    f"https://partner.example/link/report?url={ESCAPED}",
    f"https://partner.example/abuse?url={ESCAPED}",
    f"https://partner.example/contact?about={ESCAPED}",
    f"https://partner.example/flag.php?out={ESCAPED}",
    # archives, caches, translations
    f"https://web.archive.org/web/2020/{TARGET}",
    f"https://web.archive.org/save/{TARGET}",
    f"https://archive.ph/?url={ESCAPED}",
    f"https://archive.today/newest/{TARGET}",
    f"https://webcache.googleusercontent.com/search?q=cache:{ESCAPED}",
    f"https://translate.google.com/translate?u={ESCAPED}",
    "https://ours-example.translate.goog/guide?_x_tr_sl=en",
    f"https://translate.yandex.com/translate?url={ESCAPED}",
    f"https://12ft.io/{TARGET}",
    f"https://partner.example/cache?u={ESCAPED}",
    f"https://wayback.partner.example/wayback/2020/{TARGET}",
    # checkers and tools
    f"https://validator.w3.org/nu/?doc={ESCAPED}",
    f"https://jigsaw.w3.org/css-validator/validator?uri={ESCAPED}",
    f"https://pagespeed.web.dev/report?url={ESCAPED}",
    f"https://search.google.com/test/rich-results?url={ESCAPED}",
    f"https://gtmetrix.com/?url={ESCAPED}",
    f"https://www.webpagetest.org/?url={ESCAPED}",
    f"https://securityheaders.com/?q={ESCAPED}",
    f"https://www.virustotal.com/gui/search/{ESCAPED}",
    f"https://transparencyreport.google.com/safe-browsing/search?url={ESCAPED}",
    f"https://app.ahrefs.com/site-explorer/overview?target={ESCAPED}",
    f"https://www.semrush.com/analytics/overview/?q={ESCAPED}",
    f"https://www.similarweb.com/website/?u={ESCAPED}",
    f"https://builtwith.com/?{ESCAPED}",
    f"https://who.is/whois/{TARGET}",
    f"https://whois.partner.example/?d={ESCAPED}",
    f"https://tools.partner.example/seo-check?url={ESCAPED}",
    f"https://partner.example/link-checker/?url={ESCAPED}",
    f"https://partner.example/website-analysis/{TARGET}",
    f"https://downforeveryoneorjustme.com/{TARGET}",
    f"https://www.google.com/search?q={ESCAPED}",
    f"https://www.bing.com/search?q={ESCAPED}",
    f"https://www.google.com/s2/favicons?domain_url={ESCAPED}",
    # pictures, prints and proxies
    f"https://image.thum.io/get/{TARGET}",
    f"https://s0.wp.com/mshots/v1/{ESCAPED}?w=400",
    f"https://images.weserv.nl/?url={ESCAPED}",
    f"https://partner.example/thumbnail.php?url={ESCAPED}",
    f"https://partner.example/screenshots?site={ESCAPED}",
    f"https://api.qrserver.com/v1/create-qr-code/?data={ESCAPED}",
    f"https://partner.example/print?url={ESCAPED}",
    f"https://www.printfriendly.com/print?url={ESCAPED}",
    f"https://partner.example/proxy.php?u={ESCAPED}",
    f"https://proxy.partner.example/{TARGET}",
    f"https://partner.example/oembed?url={ESCAPED}",
    f"https://partner.example/trackback?u={ESCAPED}",
]

UNSAID = [
    # they carry our address and do not say what for, or hide it
    f"https://partner.example/blog/{TARGET}",
    f"https://partner.example/%E2%80%8B{TARGET}",
    f"https://partner.example/?url={ESCAPED}",
    f"https://partner.example/index.php?u={BASE64}",
    f"https://partner.example/walk?source={ESCAPED}",
    f"https://partner.example/companies/12?site={ESCAPED}",
]

HIDING = [
    "https://partner.example/go/boots",
    "https://partner.example/go/print-shop",
    "https://partner.example/out?u=1",
    "https://partner.example/out.php?id=12",
    "https://partner.example/recommends/boots/",
    "https://partner.example/aff/12",
    "https://partner.example/link/12",
    "https://partner.example/r/abc",
    "https://partner.example/visit/boots",
    "https://partner.example/index.php?option=com_weblinks&task=weblink.go&id=3",
    "https://partner.example/?go=12",
    "https://bit.ly/3abcdef",
    "https://t.co/AbCdEf",
    "https://www.awin1.com/awclick.php?mid=1&id=2",
    "https://www.shareasale.com/r.cfm?b=1&u=2&m=3",
]

PLAIN = [
    "https://partner.example/",
    "https://partner.example/walks/12",
    "https://partner.example/article?page=2",
    "https://partner.example/gone/boots",
    "https://partner.example/outdoor/boots",
    "https://bit.ly/",
    "mailto:go@partner.example",
    "https://partner.example/login?next=/walks",
    "nonsense",
]


@pytest.mark.parametrize("href", LEADING)
def test_a_redirector_leads_there(href: str) -> None:
    assert same_target(href, TARGET).degree is Degree.REDIRECTOR
    assert same_target(href, "https://ours.example/other").degree is Degree.NO


@pytest.mark.parametrize("href", CARRYING)
def test_what_carries_our_address_for_a_use_of_its_own_is_no_link_and_is_not_followed(href: str) -> None:
    assert same_target(href, TARGET).degree is Degree.NO
    assert not is_opaque(parse(href) or "")


@pytest.mark.parametrize("href", UNSAID)
def test_what_carries_our_address_without_a_word_is_no_link_until_it_was_followed(href: str) -> None:
    assert same_target(href, TARGET).degree is Degree.NO
    assert is_opaque(parse(href) or "") is ("%E2%80%8B" not in href)


@pytest.mark.parametrize("href", HIDING)
def test_what_hides_where_it_leads_is_followed(href: str) -> None:
    assert leads_to(href) == ()
    assert is_opaque(href)


@pytest.mark.parametrize("href", PLAIN)
def test_an_ordinary_link_is_neither(href: str) -> None:
    assert leads_to(href) == ()
    assert not is_opaque(href)


def test_the_gateways_own_spelling_of_odd_characters_is_undone() -> None:
    odd = "https://urldefense.com/v3/__https://ours.example/caf*?q=1__;w6k!!AbC!xyz$"
    assert leads_to(odd) == ("https://ours.example/café?q=1",)
    run = "https://urldefense.com/v3/__https://ours.example/**A__;w6nDqA!!AbC!xyz$"
    assert leads_to(run) == ("https://ours.example/éè",)
