import pytest

from jobs.web.urls.redirectors import is_share_url

CARRIED = "https%3A%2F%2Fours.example%2Fguide"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?q={CARRIED}",
        f"https://l.facebook.com/l.php?u={CARRIED}",
        f"https://t.umblr.com/redirect?z={CARRIED}",
        f"https://partner.example/out?url={CARRIED}",
        "https://partner.example/share/",
        "not an address",
    ],
)
def test_redirectors_lead_there(url: str) -> None:
    assert not is_share_url(url)


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.facebook.com/sharer/sharer.php?u={CARRIED}",
        f"https://m.facebook.com/sharer.php?u={CARRIED}",
        f"https://twitter.com/intent/tweet?url={CARRIED}",
        f"https://x.com/share?url={CARRIED}",
        f"https://www.linkedin.com/shareArticle?mini=true&url={CARRIED}",
        f"https://www.linkedin.com/sharing/share-offsite/?url={CARRIED}",
        f"https://pinterest.com/pin/create/button/?url={CARRIED}",
        f"https://www.reddit.com/submit?url={CARRIED}",
        f"https://api.whatsapp.com/send?text={CARRIED}",
        f"https://validator.w3.org/nu/?doc={CARRIED}",
        "https://web.archive.org/web/2020/https://ours.example/guide",
        f"https://translate.google.com/translate?u={CARRIED}",
        f"https://www.google.com/search?q={CARRIED}",
    ],
)
def test_buttons_and_archives_only_carry(url: str) -> None:
    assert is_share_url(url)
