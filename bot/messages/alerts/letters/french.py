"""The mail in French, whose signs keep their distance from the words: by a blank at which no line breaks."""

from bot.messages.alerts.letters.letter import Letter, Matter
from jobs.model.findings import LetterSubject

_NARROW, _WIDE = "\u202f", "\u00a0"
_FEWER = (
    "Plus une page compte de liens sortants, moins chacun d'eux a de valeur. Pourrions-nous voir ensemble comment en "
    "réduire le nombre ?"
)


def _set(words: str) -> str:
    """The words with the blanks before `?` and `:` that French wants."""
    return words.replace(" ?", f"{_NARROW}?").replace(" :", f"{_WIDE}:")


def _matter(saw: str, ask: str, now: str = "") -> Matter:
    return Matter(_set(saw), _set(ask), _set(now))


FRENCH = Letter(
    subject="Notre lien sur {host}",
    subject_page="Votre page sur {host}",
    subject_deal="Notre échange de liens avec {host}",
    greeting="Bonjour,",
    matters={
        LetterSubject.LOST: _matter(
            "Nous ne trouvons plus ici le lien vers notre site :",
            "Il a peut-être disparu lors d'une mise à jour. Pourriez-vous le remettre ?",
        ),
        LetterSubject.GONE: _matter(
            "La page qui pointait vers notre site est introuvable :",
            (
                "A-t-elle changé d'adresse ? Si oui, pourriez-vous nous l'indiquer, ou placer le lien sur une "
                "autre page ?"
            ),
        ),
        LetterSubject.REPLACED: _matter(
            "À l'adresse de la page qui pointait vers notre site se trouve maintenant une autre page :",
            "La page d'origine doit-elle revenir, ou a-t-elle une nouvelle adresse que vous pourriez nous indiquer ?",
        ),
        LetterSubject.TEXT_ONLY: _matter(
            "Notre adresse est toujours là, mais ce n'est plus un lien :", "Pourriez-vous en refaire un lien ?"
        ),
        LetterSubject.SCRIPT: _matter(
            "Le lien vers notre site ne fonctionne que par un script, que les moteurs de recherche ne suivent pas :",
            "Pourriez-vous remettre un lien simple ?",
        ),
        LetterSubject.ELSEWHERE: _matter(
            "Le lien mène maintenant à une autre de nos pages :",
            "Pourriez-vous le diriger vers notre page indiquée ci-dessus ?",
            now="Il mène à : {}",
        ),
        LetterSubject.REL: _matter(
            "Le lien vers notre site porte une mention dont nous n'étions pas convenus :",
            "Pourriez-vous retirer cette mention du lien ?",
            now="Mention : {}",
        ),
        LetterSubject.PAGE_NOFOLLOW: _matter(
            ("Là où se trouve le lien vers notre site, les moteurs de recherche sont priés de ne suivre aucun lien :"),
            "Est-ce voulu ? Sinon, pourriez-vous le permettre à nouveau ?",
            now="Indication : {}",
        ),
        LetterSubject.NOINDEX: _matter(
            (
                "Là où se trouve le lien vers notre site, les moteurs de recherche sont priés de ne pas indexer la "
                "page :"
            ),
            "Est-ce voulu ? Sinon, pourriez-vous permettre son indexation ?",
            now="Indication : {}",
        ),
        LetterSubject.ROBOTS: _matter(
            "Là où se trouve le lien vers notre site, votre robots.txt interdit l'accès à Google :",
            "Est-ce voulu ? Sinon, pourriez-vous en ouvrir l'accès à Google ?",
            now="Règle : {}",
        ),
        LetterSubject.CANONICAL: _matter(
            "Là où se trouve le lien vers notre site, une autre adresse est désignée comme canonique :",
            "Est-ce voulu ? Sinon, la page pourrait-elle se désigner elle-même ?",
            now="Canonique : {}",
        ),
        LetterSubject.REDIRECTED: _matter(
            "Là où se trouve le lien vers notre site, les visiteurs sont envoyés vers une autre adresse :",
            "Est-ce voulu ? Sinon, pourriez-vous rétablir la page ?",
            now="Elle mène à : {}",
        ),
        LetterSubject.ANCHOR: _matter(
            "Le texte du lien vers notre site a changé :",
            "Pourriez-vous rétablir l'ancien ?",
            now="On y lit maintenant : {}",
        ),
        LetterSubject.ANCHOR_AGREED: _matter(
            "Le texte du lien vers notre site n'est pas celui dont nous étions convenus :",
            "Pourriez-vous le changer ?",
            now="On y lit maintenant : {}",
        ),
        LetterSubject.ANCHOR_EMPTY: _matter(
            "Le lien vers notre site n'a pas de texte :", "Pourriez-vous lui en donner un ?"
        ),
        LetterSubject.HIDDEN: _matter(
            "À ce que nous pouvons voir, le lien vers notre site est invisible pour les visiteurs :",
            "Pourriez-vous y jeter un coup d'œil et le rendre visible ?",
        ),
        LetterSubject.PLACE: _matter(
            "Le lien vers notre site ne se trouve pas dans le texte de la page :", "Pourriez-vous l'y placer ?"
        ),
        LetterSubject.VIA: _matter(
            "Le lien vers notre site passe par une autre adresse :",
            "Pourrait-il mener directement à notre page ?",
            now="Il mène à : {}",
        ),
        LetterSubject.OVER_AGREED: _matter(
            "Cette page pointe vers plus de sites que convenu :",
            "Pourrions-nous voir ensemble comment en réduire le nombre ?",
        ),
        LetterSubject.OVER: _matter("Cette page pointe vers un très grand nombre d'autres sites :", _FEWER),
        LetterSubject.JUMP: _matter("Cette page pointe vers bien plus de sites qu'à notre première visite :", _FEWER),
        LetterSubject.BREACH_THEIRS: _matter(
            "Nous étions convenus d'un échange de liens, et nous ne trouvons plus votre lien vers notre site comme "
            "convenu :",
            "Pourriez-vous le remettre ? Si l'échange est terminé pour vous, merci de nous le dire.",
        ),
        LetterSubject.BREACH_OURS: _matter(
            "Nous étions convenus d'un échange de liens, et notre lien vers votre site n'est pas comme convenu en ce "
            "moment. Nous en sommes désolés :",
            "Nous allons le remettre et vous écrirons dès qu'il y sera. Cela vous convient-il ?",
        ),
        LetterSubject.BOTH_BROKEN: _matter(
            "Nous étions convenus d'un échange de liens, et en ce moment les liens des deux côtés ne sont pas comme "
            "convenu :",
            "Voulez-vous que nous les remettions tous les deux ? Si l'échange est terminé pour vous, merci de nous le "
            "dire.",
        ),
        LetterSubject.CIRCLE_THEIRS: _matter(
            "Nous étions convenus d'un échange de liens entre plusieurs sites, et nous ne trouvons plus votre "
            "lien comme convenu :",
            "Pourriez-vous le remettre ? Si l'échange est terminé pour vous, merci de nous le dire.",
        ),
        LetterSubject.CIRCLE_OURS: _matter(
            "Nous étions convenus d'un échange de liens entre plusieurs sites, et notre lien vers votre site "
            "n'est pas comme convenu en ce moment. Nous en sommes désolés :",
            "Nous allons le remettre et vous écrirons dès qu'il y sera. Cela vous convient-il ?",
        ),
        LetterSubject.EXPIRING: _matter(
            "Notre échange de liens se termine bientôt :",
            "Souhaitez-vous le poursuivre ? Nous pourrions alors convenir d'une date ultérieure.",
        ),
        LetterSubject.OTHER: _matter(
            "Quelque chose dans le lien vers notre site n'est pas comme nous nous y attendions :",
            "Pourriez-vous y jeter un coup d'œil ?",
        ),
    },
    page=_set("Votre page : {}"),
    target=_set("Notre page : {}"),
    anchor=_set("Texte du lien : {}"),
    guaranteed=_set("Comme convenu, garanti jusqu'au : {}"),
    stood=_set("Il se trouvait ici : {}"),
    stands=_set("Il se trouve ici : {}"),
    last_seen="Vu par nous pour la dernière fois le {date}.",
    looked="Le {date}, la page a répondu avec le statut {status}.",
    count=_set("Liens vers d'autres sites : {}"),
    limit=_set("Convenu : {} au plus"),
    new=_set("Nouveaux depuis notre première visite : {}"),
    and_more="{names} et {count} autres",
    more_pages="et {} autres",
    quotes=f"«{_NARROW}{{}}{_NARROW}»",
    date="{0:%d/%m/%Y}",
    ours_stands=_set("Notre lien vers votre site se trouve ici : {}"),
    ours_missing=_set("Notre lien vers votre site manque ici : {}"),
    our_target=_set("Il doit mener à : {}"),
    until=_set("Convenu jusqu'au : {}"),
    thanks="Merci beaucoup et bien cordialement",
)
