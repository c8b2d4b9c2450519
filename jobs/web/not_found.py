"""Pages that say "not found" although their status says that all is well. A heuristic of ours."""

import re

from jobs.model.document import Document

_THIN = 4000
"""Visible characters above which a title that says so is taken for an article about the matter."""
_VERY_THIN = 600

_PHRASES = (
    # English
    r"(?:the |this )?(?:page|file|content|article|post|product|site|url)(?: you(?:'re| are| were)? \w+(?: \w+)?)?"
    r" (?:was |is |has been |could |can)?(?:not|n't|no longer)(?: be)? ?(?:found|exists?|available)",
    r"(?:page|file|document|content|not) (?:does not|doesn['’]t|no longer) exists?",
    r"(?:404 )?(?:error )?(?:404 )?(?:page )?not found(?: 404)?",
    r"page (?:missing|unavailable|removed|gone)|no such page|nothing (?:was )?found here|nothing found",
    r"(?:sorry,? )?(?:we )?(?:can['’]?t|cannot|couldn['’]t|could not) find (?:that|the|this|your) (?:page|file|content)"
    r"(?: you(?:['’]re| are| were) looking for)?",
    r"(?:oops|uh oh|whoops)[!,. ]*(?:that|this|the) page can(?:['’]t|not) be found",
    # German
    r"(?:die |diese )?(?:seite|inhalt|datei|artikel)(?: wurde| konnte| ist| existiert)?(?: leider)? nicht"
    r"(?: mehr)?(?: gefunden(?: werden)?| vorhanden| verfügbar)?",
    r"nicht gefunden",
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
_NUMBER = re.compile(r"(?:error|fehler|erreur|http)? ?(?:404|410)(?: error| fehler| gone)?", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+[|–—·•»«:-]+\s+|:\s+|\s*\|\s*|[!?.]+(?:\s|$)")


def says_not_found(document: Document) -> bool:
    """Whether a page is a thin not-found page: its title says no more than that, or its few words do."""
    text = document.text
    if len(text) <= _THIN and any(_is_notice(part) for part in _TITLE_PARTS.split(document.title)):
        return True
    return len(text) <= _VERY_THIN and bool(_SAYS_SO.search(text))


def _is_notice(part: str) -> bool:
    part = " ".join(part.split()).strip(" -!.…")
    return bool(part) and bool(_SAYS_SO.fullmatch(part) or _NUMBER.fullmatch(part))
