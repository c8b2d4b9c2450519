"""Pages that say "not found" although their status says that all is well. A heuristic of ours."""

import re

from jobs.model.document import Document

_THIN = 4000
"""Visible characters above which a title that says so is taken for an article about the matter."""
_VERY_THIN = 600
_LONGEST_TITLE = 500
_LONGEST_TEXT = 20_000

_THING = r"(?:page|file|content|article|post|product|site|url|address|resource|document|object|topic)"
_PHRASES = (
    # English
    (
        r"(?:sorry,? )?(?:the |this |that |your )?(?:requested |web ?)?(?:file or )?",
        rf"{_THING}s?(?:,? (?:that |which )?you[\w'’ ]{{3,40}}?,?)?"
        r" (?:(?:was|is|has|could|can|does|do)(?: not|n['’]t)|can['’]?t|cannot|is no longer|no longer|not)(?: be| been)?"
        r" (?:found|exists?|available|located)",
    ),
    (r"(?:page )?", r"not found"),
    (r"", r"page (?:missing|unavailable|removed|gone)|no such page|nothing (?:was )?found(?: here)?"),
    (
        r"(?:sorry,? )?",
        r"we (?:can['’]?t|cannot|couldn['’]t|could not) (?:seem to )?find (?:that|the|this|your) (?:page|file|content)"
        r"(?: you(?:['’]re| are| were) looking for)?",
    ),
    # German
    (
        r"(?:die |diese )?",
        r"(?:seite|inhalt|datei|artikel)(?: wurde| konnte| ist| existiert)?(?: leider)? nicht"
        r"(?: mehr)?(?: gefunden(?: werden)?| vorhanden| verfügbar)?",
    ),
    (r"", r"nicht gefunden"),
    (
        r"(?:die )?",
        r"seite, die sie [\w ]{3,30}, (?:existiert nicht|gibt es nicht|wurde nicht gefunden|ist nicht \w+)",
    ),
    # French, Spanish, Italian, Portuguese
    (r"(?:cette |la )?", r"page (?:introuvable|non trouvée|inexistante|n['’]existe (?:pas|plus))"),
    (
        r"(?:la |esta )?",
        r"página (?:no (?:encontrada|existe|disponible)|no se (?:encuentra|ha encontrado)|não (?:encontrada|existe))",
    ),
    (r"(?:la )?", r"pagina (?:non (?:trovata|esiste|disponibile)|inesistente)"),
    # Dutch, Scandinavian, Finnish
    (r"(?:de )?", r"pagina (?:is )?niet gevonden"),
    (r"", r"sidan (?:kunde inte|kan inte|finns inte|hittades inte)(?: hittas)?"),
    (r"", r"siden (?:blev|ble|kunne|kan|findes|finnes|eksisterer) ikke(?: fundet| funnet| findes)?"),
    (r"", r"sivua ei (?:löydy|löytynyt)"),
    # Polish, Czech, Russian, Ukrainian, Turkish, Hungarian, Romanian, Greek
    (r"", r"(?:nie znaleziono(?: strony)?|strona nie (?:istnieje|została znaleziona))"),
    (r"", r"stránka (?:nenalezena|nebyla nalezena|neexistuje)"),
    (r"", r"страница не (?:найдена|существует)|сторінку не знайдено|sayfa bulunamadı|az oldal nem található"),
    (r"", r"pagina nu (?:a fost găsită|există)|η σελίδα δεν βρέθηκε"),
    # Japanese, Chinese, Korean, Arabic, Hebrew, Vietnamese
    (r"(?:お探しの)?", r"ページ(?:が|は)?(?:見つかりません(?:でした)?|存在しません)"),
    (r"", r"(?:页面|頁面|网页|網頁|您访问的页面)(?:不存在|未找到|找不到)|找不到(?:页面|頁面|网页|網頁)"),
    (r"", r"페이지를 찾을 수 없습니다|الصفحة غير موجودة|הדף לא נמצא|không tìm thấy trang"),
)
"""What such pages say: what it may begin with, and what is always said."""
_ODD_LETTERS = tuple(zip("İıſςϐϑϰϱϵᲀᲁᲂᲃᲄᲅ", "iisσβθκρεвдостт", strict=True))
"""Letters that patterns without regard to case take for the other, though the lower case of neither is."""


def _evened(text: str) -> str:
    """In lower case, each letter in one form, so that a pattern need not look for several."""
    for odd, plain in _ODD_LETTERS:
        text = text.replace(odd, plain)
    return text.lower()


_SAYS_SO = re.compile("|".join(f"{lead}(?:{said})" for lead, said in _PHRASES), re.IGNORECASE)
_SAID = re.compile("|".join(_evened(said) for _, said in _PHRASES))
_NUMBER = re.compile(r"\b(?:error |fehler |erreur |http )?(?:404|410)(?: error| fehler| gone)?\b", re.IGNORECASE)
TITLE_PARTS = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*\|\s*|[!?.]+(?:\s|$)")
"""Where a title that names page and site is split."""


def mentions_not_found(document: Document) -> bool:
    """Whether a page says so anywhere, however much else it says: by itself that means nothing."""
    return bool(_SAID.search(_evened(document.text[:_LONGEST_TEXT])))


def says_not_found(document: Document) -> bool:
    """Whether a page is a thin not-found page: its title says no more than that, or its few words do."""
    text = document.text
    if len(text) <= _THIN and any(_is_notice(part) for part in TITLE_PARTS.split(document.title[:_LONGEST_TITLE])):
        return True
    return len(text) <= _VERY_THIN and bool(_SAYS_SO.search(text))


def _is_notice(part: str) -> bool:
    part = " ".join(re.split(r"[\s()\[\]]+", part)).strip(" -!.,:…")
    words = _NUMBER.sub("", part).strip(" -!.,:…")
    return bool(_SAYS_SO.fullmatch(words)) if words else bool(part)
