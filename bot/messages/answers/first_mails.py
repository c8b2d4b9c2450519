"""A first mail to the people of a page: a draft with the reasons why the two pages fit, to be copied, never sent by us.

What it says of the pages is what was seen of them; where nothing was, the line is left out.
"""

from collections.abc import Mapping

from msgspec import Struct

from bot.messages.alerts.letters import NAMES, LetterLanguage
from bot.messages.alerts.mails import language_of
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, code_box, context, line, note, rich, strong
from bot.messages.kit.controls import buttons, run
from jobs.model.operation import ProspectDetails
from jobs.model.prospect import Fit, Prospect
from jobs.model.relevance import Closeness

_MOST_TERMS = 5
_LONGEST_TITLE = 120
_NO_REASON = (
    "No reason why the two pages fit is in it, for nothing was read that shows one: say why its readers should care."
)


class FirstMail(Struct, frozen=True):
    """All that a first mail says in one language; `{..}` is filled in."""

    subject: str
    greeting: str
    read: str
    """That we read their page; its address follows."""
    ours: str
    """Leads to our page."""
    shared: str
    """Why the two fit: what both speak of."""
    gain: str
    """What a reader of theirs finds with us."""
    ask: str
    thanks: str
    quotes: str


FIRST_MAILS: Mapping[LetterLanguage, FirstMail] = {
    LetterLanguage.ENGLISH: FirstMail(
        "Your page {page}",
        "Hello,",
        "I have read your page {page}:",
        "We have a page that may be of use to your readers{title}:",
        "Both speak of {terms}.",
        "Your readers would also find there: {terms}.",
        "If you think so too, would you link to it? If not, please tell me, and I will not write again.",
        "Kind regards",
        "“{}”",
    ),
    LetterLanguage.GERMAN: FirstMail(
        "Ihre Seite {page}",
        "Guten Tag,",
        "ich habe Ihre Seite {page} gelesen:",
        "Wir haben eine Seite, die Ihren Leserinnen und Lesern nützen könnte{title}:",
        "Auf beiden geht es um: {terms}.",
        "Ihre Leserinnen und Leser fänden dort außerdem: {terms}.",
        "Wenn Sie das auch so sehen: Würden Sie darauf verlinken? Wenn nicht, sagen Sie es mir bitte, "
        "dann schreibe ich nicht wieder.",
        "Mit freundlichen Grüßen",
        "„{}“",
    ),
    LetterLanguage.SPANISH: FirstMail(
        "Su página {page}",
        "Hola:",
        "He leído su página {page}:",
        "Tenemos una página que puede ser útil para sus lectores{title}:",
        "Las dos tratan de: {terms}.",
        "Sus lectores encontrarían allí también: {terms}.",
        "Si a usted también se lo parece, ¿podría enlazarla? Si no, dígamelo, por favor, y no volveré a escribirle.",
        "Un cordial saludo",
        "«{}»",
    ),
    LetterLanguage.FRENCH: FirstMail(
        "Votre page {page}",
        "Bonjour,",
        "J'ai lu votre page {page} :",
        "Nous avons une page qui pourrait être utile à vos lecteurs{title} :",
        "Les deux parlent de : {terms}.",
        "Vos lecteurs y trouveraient aussi : {terms}.",
        "Si vous êtes de cet avis, pourriez-vous y faire un lien ? Sinon, dites-le-moi, et je ne vous écrirai plus.",
        "Bien cordialement",
        "« {} »",
    ),
}


def first_mail(prospect: Prospect, language: LetterLanguage) -> tuple[str, str]:
    """Subject and text of the mail about a prospect."""
    said, fit = FIRST_MAILS[language], prospect.fit_to_target
    title = text.clean(prospect.look.title if prospect.look else "", _LONGEST_TITLE)
    page = said.quotes.format(title) if title else text.host_of(prospect.page_url)
    ours = text.clean(fit.our_title, _LONGEST_TITLE) if fit else ""
    named = f", {said.quotes.format(ours)}" if ours else ""
    target = _target(prospect)
    parts = [
        said.greeting,
        f"{said.read.format(page=page)}\n{text.clean(prospect.page_url, 500)}",
        f"{said.ours.format(title=named)}\n{target}" if target else "",
        "\n".join(_reasons(said, fit)),
        said.ask if target else "",
        said.thanks,
    ]
    return said.subject.format(page=page), "\n\n".join(filter(None, parts))


def _target(prospect: Prospect) -> str:
    named = prospect.plan.target or (prospect.fit.target if prospect.fit else "")
    return text.clean(named if "//" in named or not named else f"https://{named}/", 500)


def fits(fit: Fit | None) -> bool:
    """Whether there is a reason to give: the pages are close, as far as words tell."""
    return fit is not None and fit.closeness in {Closeness.SAME_SUBJECT, Closeness.SAME_FIELD} and bool(fit.shared)


def _reasons(said: FirstMail, fit: Fit | None) -> list[str]:
    if fit is None or not fits(fit):
        return []
    gain = [said.gain.format(terms=_terms(fit.only_ours))] if fit.only_ours else []
    return [said.shared.format(terms=_terms(fit.shared)), *gain]


def _terms(terms: tuple[str, ...]) -> str:
    return ", ".join(text.clean(each, 40) for each in terms[:_MOST_TERMS])


def mail_drafted(found: ProspectDetails, language: str = "") -> Message:
    """The draft to copy, in the page's language unless another was asked for, with what follows once it is sent.

    None is drafted where nobody may write to them.
    """
    prospect = found.prospect
    if found.is_unwanted:
        return _refused(prospect.ref, found.contact.site)
    spoken = language_of(language or (prospect.look.language if prospect.look else ""))
    subject, body = first_mail(prospect, spoken)
    to = prospect.plan.contact or next(iter(prospect.look.mails if prospect.look else ()), "") or found.contact.contact
    said = (
        "A draft to copy and to make your own; nothing was sent. The language is the page's own, as far as we know it."
    )
    others = [
        run(name, f"prospect mail {prospect.ref} {code.value}", number)
        for number, (code, name) in enumerate(NAMES.items(), 1)
        if code is not spoken
    ]
    whom = [line(strong("To")), code_box(text.clean(to, 300))] if to else []
    blocks: list[Block] = [
        rich(*whom, line(strong("Subject")), code_box(subject), line(strong("Mail")), code_box(body)),
        *([] if fits(prospect.fit_to_target) else [context(text.escape(_NO_REASON))]),
        context(text.escape(said)),
        *buttons(run("I sent it", f"prospect sent {prospect.ref}", 0), *others),
    ]
    return Message(text.escape("A draft of a first mail, to copy."), tuple(blocks))


def _refused(ref: str, site: str) -> Message:
    return note(
        strong("Do not contact: "),
        f"somebody said that nobody may write to the people of {text.clean(site, 100)}. No mail is drafted for {ref}.",
    )
