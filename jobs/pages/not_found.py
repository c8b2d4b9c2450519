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
    rf"(?:sorry,? )?(?:the |this |that |your )?(?:requested |web ?)?(?:file or )?{_THING}s?(?:,? (?:that |which )?you[\w'’ ]{{3,40}}?,?)?"
    r" (?:(?:was|is|has|could|can|does|do)(?: not|n['’]t)|can['’]?t|cannot|is no longer|no longer|not)(?: be| been)?"
    r" (?:found|exists?|available|located)",
    r"(?:page )?not found|page (?:missing|unavailable|removed|gone)|no such page|nothing (?:was )?found(?: here)?",
    r"(?:sorry,? )?we (?:can['’]?t|cannot|couldn['’]t|could not) (?:seem to )?find (?:that|the|this|your) (?:page|file|content)"
    r"(?: you(?:['’]re| are| were) looking for)?",
    # German
    r"(?:die |diese )?(?:seite|inhalt|datei|artikel)(?: wurde| konnte| ist| existiert)?(?: leider)? nicht"
    r"(?: mehr)?(?: gefunden(?: werden)?| vorhanden| verfügbar)?",
    r"nicht gefunden|(?:die )?seite, die sie [\w ]{3,30}, (?:existiert nicht|gibt es nicht|wurde nicht gefunden|ist nicht \w+)",
    # French, Spanish, Italian, Portuguese
    r"(?:cette |la )?page (?:introuvable|non trouvée|inexistante|n['’]existe (?:pas|plus))",
    r"(?:la |esta )?página (?:no (?:encontrada|existe|disponible)|no se (?:encuentra|ha encontrado)|não (?:encontrada|existe))",
    r"(?:la )?pagina (?:non (?:trovata|esiste|disponibile)|inesistente)",
    # Dutch, Scandinavian, Finnish
    r"(?:de )?pagina (?:is )?niet gevonden|sidan (?:kunde inte|kan inte|finns inte|hittades inte)(?: hittas)?",
    r"siden (?:blev|ble|kunne|kan|findes|finnes|eksisterer) ikke(?: fundet| funnet| findes)?|sivua ei (?:löydy|löytynyt)",
    # Polish, Czech, Russian, Ukrainian, Turkish, Hungarian, Romanian, Greek
    r"(?:nie znaleziono(?: strony)?|strona nie (?:istnieje|została znaleziona))|stránka (?:nenalezena|nebyla nalezena|neexistuje)",
    r"страница не (?:найдена|существует)|сторінку не знайдено|sayfa bulunamadı|az oldal nem található",
    r"pagina nu (?:a fost găsită|există)|η σελίδα δεν βρέθηκε",
    # Japanese, Chinese, Korean, Arabic, Hebrew, Vietnamese
    r"(?:お探しの)?ページ(?:が|は)?(?:見つかりません(?:でした)?|存在しません)",
    r"(?:页面|頁面|网页|網頁|您访问的页面)(?:不存在|未找到|找不到)|找不到(?:页面|頁面|网页|網頁)",
    r"페이지를 찾을 수 없습니다|الصفحة غير موجودة|הדף לא נמצא|không tìm thấy trang",
)
_SAYS_SO = re.compile("|".join(_PHRASES), re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:error |fehler |erreur |http )?(?:404|410)(?: error| fehler| gone)?\b", re.IGNORECASE)
TITLE_PARTS = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*\|\s*|[!?.]+(?:\s|$)")
"""Where a title that names page and site is split."""


def mentions_not_found(document: Document) -> bool:
    """Whether a page says so anywhere, however much else it says: by itself that means nothing."""
    return bool(_SAYS_SO.search(document.text[:_LONGEST_TEXT]))


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
