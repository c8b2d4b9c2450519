"""The sentences of a mail to the people of a page, in each language; polite, short, and never an accusation.

`{host}`, `{now}`, `{status}` and `{date}` are filled in; a sentence whose facts nobody knows is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """What a mail can be written in, as ISO 639-1 codes."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"


NAMES: Mapping[Language, str] = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
}


class Trouble(StrEnum):
    """What a mail is about; several kinds of finding ask for the same thing."""

    LOST = "lost"
    GONE = "gone"
    """The whole page is gone."""
    ELSEWHERE = "elsewhere"
    """The link leads to another page of ours."""
    REL = "rel"
    NOINDEX = "noindex"
    CANONICAL = "canonical"
    REDIRECTED = "redirected"
    ANCHOR = "anchor"
    TARGET_MOVED = "target_moved"
    OUTBOUND = "outbound"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Letter:
    """All sentences of one language."""

    subject: str
    greeting: str
    troubles: Mapping[Trouble, tuple[str, str]]
    """What we saw, and what we ask for."""
    page: str
    target: str
    anchor: str
    passage: str
    """Leads to the words that stood around the link."""
    seen: str
    guaranteed: str
    thanks: str


LETTERS: Mapping[Language, Letter] = {
    Language.ENGLISH: Letter(
        subject="Our link on {host}",
        greeting="Hello,",
        troubles={
            Trouble.LOST: (
                "on your page below we no longer find the link to us.",
                "Perhaps it was lost in an update. Could you put it back?",
            ),
            Trouble.GONE: (
                "your page below, which linked to us, can no longer be found.",
                "Has it moved? If so, could you tell us its new address, or place the link on another page?",
            ),
            Trouble.ELSEWHERE: (
                "on your page below the link to us leads to another of our pages now: {now}",
                "Could you point it at the page that we agreed on?",
            ),
            Trouble.REL: (
                "the link to us on your page below is marked as {now} now.",
                "We had not agreed on that. Could you take the mark out of the link?",
            ),
            Trouble.NOINDEX: (
                "your page below, which links to us, asks search engines not to index it: {now}",
                "Is that intended? If not, could you let it be indexed again?",
            ),
            Trouble.CANONICAL: (
                "your page below, which links to us, names another address as its canonical one: {now}",
                "Is that intended? If not, could you let the page name itself?",
            ),
            Trouble.REDIRECTED: (
                "your page below, which linked to us, redirects to another address now: {now}",
                "Could you place the link on the new page, or bring the old one back?",
            ),
            Trouble.ANCHOR: (
                "the text of the link to us on your page below has changed; it reads “{now}” now.",
                "Could you change it back?",
            ),
            Trouble.TARGET_MOVED: (
                "our own page that you link to on your page below has moved. Its address is now: {now}",
                "Could you update the link?",
            ),
            Trouble.OUTBOUND: (
                "your page below links to more other sites than we had agreed on; we count {now} links.",
                "Could we talk about how to bring their number down again?",
            ),
            Trouble.OTHER: (
                "the link to us on your page below is no longer as we agreed on it.",
                "Could you have a look at it?",
            ),
        },
        page="Your page",
        target="Our page",
        anchor="Text of the link",
        passage="It stood here",
        seen="Last seen by us on {date} (status {status}).",
        guaranteed="As agreed on, guaranteed until",
        thanks="Thank you very much, and kind regards",
    ),
    Language.GERMAN: Letter(
        subject="Unser Link auf {host}",
        greeting="Guten Tag,",
        troubles={
            Trouble.LOST: (
                "auf Ihrer unten genannten Seite finden wir den Link zu uns nicht mehr.",
                "Vielleicht ist er bei einer Überarbeitung verloren gegangen. Könnten Sie ihn wieder einsetzen?",
            ),
            Trouble.GONE: (
                "Ihre unten genannte Seite, die auf uns verlinkte, ist nicht mehr zu finden.",
                (
                    "Ist sie umgezogen? Dann nennen Sie uns bitte die neue Adresse, oder setzen Sie den Link auf eine "
                    "andere Seite."
                ),
            ),
            Trouble.ELSEWHERE: (
                "auf Ihrer unten genannten Seite führt der Link nun zu einer anderen unserer Seiten: {now}",
                "Könnten Sie ihn auf die vereinbarte Seite richten?",
            ),
            Trouble.REL: (
                "der Link zu uns auf Ihrer unten genannten Seite ist nun als {now} gekennzeichnet.",
                "Das hatten wir nicht vereinbart. Könnten Sie die Kennzeichnung aus dem Link nehmen?",
            ),
            Trouble.NOINDEX: (
                "Ihre unten genannte Seite, die auf uns verlinkt, bittet Suchmaschinen, sie nicht aufzunehmen: {now}",
                "Ist das gewollt? Wenn nicht, könnten Sie sie wieder zur Aufnahme freigeben?",
            ),
            Trouble.CANONICAL: (
                (
                    "Ihre unten genannte Seite, die auf uns verlinkt, nennt eine andere Adresse als maßgeblich "
                    "(canonical): {now}"
                ),
                "Ist das gewollt? Wenn nicht, könnte die Seite wieder sich selbst nennen?",
            ),
            Trouble.REDIRECTED: (
                "Ihre unten genannte Seite, die auf uns verlinkte, leitet nun weiter auf: {now}",
                "Könnten Sie den Link auf die neue Seite setzen oder die alte zurückbringen?",
            ),
            Trouble.ANCHOR: (
                "der Text des Links zu uns auf Ihrer unten genannten Seite hat sich geändert; er lautet nun „{now}“.",
                "Könnten Sie ihn zurückändern?",
            ),
            Trouble.TARGET_MOVED: (
                (
                    "unsere Seite, auf die Sie von Ihrer unten genannten Seite verlinken, ist umgezogen. Ihre Adresse "
                    "ist nun: {now}"
                ),
                "Könnten Sie den Link anpassen?",
            ),
            Trouble.OUTBOUND: (
                "Ihre unten genannte Seite verlinkt auf mehr andere Seiten als vereinbart; wir zählen {now} Links.",
                "Können wir darüber sprechen, wie ihre Zahl wieder sinken kann?",
            ),
            Trouble.OTHER: (
                "der Link zu uns auf Ihrer unten genannten Seite ist nicht mehr wie vereinbart.",
                "Könnten Sie einen Blick darauf werfen?",
            ),
        },
        page="Ihre Seite",
        target="Unsere Seite",
        anchor="Text des Links",
        passage="Er stand hier",
        seen="Von uns zuletzt gesehen am {date} (Status {status}).",
        guaranteed="Laut Vereinbarung garantiert bis",
        thanks="Vielen Dank und freundliche Grüße",
    ),
    Language.SPANISH: Letter(
        subject="Nuestro enlace en {host}",
        greeting="Hola:",
        troubles={
            Trouble.LOST: (
                "En la página indicada abajo ya no encontramos el enlace a nuestro sitio.",
                "Quizá se perdió en una actualización. ¿Podrían volver a ponerlo?",
            ),
            Trouble.GONE: (
                "La página indicada abajo, que enlazaba con nosotros, ya no existe.",
                "¿Ha cambiado de dirección? En ese caso, ¿podrían decirnos cuál es, o poner el enlace en otra página?",
            ),
            Trouble.ELSEWHERE: (
                "En la página indicada abajo, el enlace lleva ahora a otra página nuestra: {now}",
                "¿Podrían dirigirlo a la página acordada?",
            ),
            Trouble.REL: (
                "El enlace a nuestro sitio en la página indicada abajo está marcado ahora como {now}.",
                "No lo habíamos acordado así. ¿Podrían quitar esa marca del enlace?",
            ),
            Trouble.NOINDEX: (
                "La página indicada abajo, que enlaza con nosotros, pide a los buscadores que no la indexen: {now}",
                "¿Es intencionado? Si no lo es, ¿podrían permitir de nuevo que se indexe?",
            ),
            Trouble.CANONICAL: (
                "La página indicada abajo, que enlaza con nosotros, indica otra dirección como canónica: {now}",
                "¿Es intencionado? Si no lo es, ¿podría la página indicarse a sí misma?",
            ),
            Trouble.REDIRECTED: (
                "La página indicada abajo, que enlazaba con nosotros, redirige ahora a otra dirección: {now}",
                "¿Podrían poner el enlace en la página nueva o recuperar la anterior?",
            ),
            Trouble.ANCHOR: (
                "El texto del enlace a nuestro sitio en la página indicada abajo ha cambiado; ahora es «{now}».",
                "¿Podrían volver al texto anterior?",
            ),
            Trouble.TARGET_MOVED: (
                (
                    "Nuestra página, a la que enlazan desde la página indicada abajo, ha cambiado de dirección. "
                    "Ahora es: {now}"
                ),
                "¿Podrían actualizar el enlace?",
            ),
            Trouble.OUTBOUND: (
                "La página indicada abajo enlaza con más sitios de los acordados; contamos {now} enlaces.",
                "¿Podríamos hablar de cómo reducir su número?",
            ),
            Trouble.OTHER: (
                "El enlace a nuestro sitio en la página indicada abajo ya no es como acordamos.",
                "¿Podrían echarle un vistazo?",
            ),
        },
        page="Su página",
        target="Nuestra página",
        anchor="Texto del enlace",
        passage="Estaba aquí",
        seen="Vista por última vez el {date} (estado {status}).",
        guaranteed="Según lo acordado, garantizado hasta",
        thanks="Muchas gracias y un cordial saludo",
    ),
    Language.FRENCH: Letter(
        subject="Notre lien sur {host}",
        greeting="Bonjour,",
        troubles={
            Trouble.LOST: (
                "sur votre page indiquée ci-dessous, nous ne trouvons plus le lien vers notre site.",
                "Il a peut-être disparu lors d'une mise à jour. Pourriez-vous le remettre ?",
            ),
            Trouble.GONE: (
                "votre page indiquée ci-dessous, qui pointait vers notre site, est introuvable.",
                (
                    "A-t-elle changé d'adresse ? Si oui, pourriez-vous nous l'indiquer, ou placer le lien sur une "
                    "autre page ?"
                ),
            ),
            Trouble.ELSEWHERE: (
                "sur votre page indiquée ci-dessous, le lien mène maintenant à une autre de nos pages : {now}",
                "Pourriez-vous le diriger vers la page convenue ?",
            ),
            Trouble.REL: (
                "le lien vers notre site sur votre page indiquée ci-dessous porte maintenant la mention {now}.",
                "Ce n'est pas ce que nous avions convenu. Pourriez-vous retirer cette mention du lien ?",
            ),
            Trouble.NOINDEX: (
                (
                    "votre page indiquée ci-dessous, qui pointe vers notre site, demande aux moteurs de recherche de "
                    "ne pas l'indexer : {now}"
                ),
                "Est-ce voulu ? Sinon, pourriez-vous permettre à nouveau son indexation ?",
            ),
            Trouble.CANONICAL: (
                (
                    "votre page indiquée ci-dessous, qui pointe vers notre site, désigne une autre adresse comme "
                    "canonique : {now}"
                ),
                "Est-ce voulu ? Sinon, la page pourrait-elle se désigner elle-même ?",
            ),
            Trouble.REDIRECTED: (
                "votre page indiquée ci-dessous, qui pointait vers notre site, redirige maintenant vers : {now}",
                "Pourriez-vous placer le lien sur la nouvelle page, ou rétablir l'ancienne ?",
            ),
            Trouble.ANCHOR: (
                (
                    "le texte du lien vers notre site sur votre page indiquée ci-dessous a changé ; c'est maintenant "
                    "« {now} »."
                ),
                "Pourriez-vous rétablir l'ancien ?",
            ),
            Trouble.TARGET_MOVED: (
                (
                    "notre page, vers laquelle pointe votre page indiquée ci-dessous, a changé d'adresse. C'est "
                    "maintenant : {now}"
                ),
                "Pourriez-vous mettre le lien à jour ?",
            ),
            Trouble.OUTBOUND: (
                "votre page indiquée ci-dessous pointe vers plus de sites que convenu ; nous comptons {now} liens.",
                "Pourrions-nous voir ensemble comment en réduire le nombre ?",
            ),
            Trouble.OTHER: (
                "le lien vers notre site sur votre page indiquée ci-dessous n'est plus tel que convenu.",
                "Pourriez-vous y jeter un coup d'œil ?",
            ),
        },
        page="Votre page",
        target="Notre page",
        anchor="Texte du lien",
        passage="Il se trouvait ici",
        seen="Vue par nous pour la dernière fois le {date} (statut {status}).",
        guaranteed="Comme convenu, garanti jusqu'au",
        thanks="Merci beaucoup et bien cordialement",
    ),
}
