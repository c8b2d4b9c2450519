"""The mail in German."""

from bot.messages.alerts.letters.letter import Letter, Matter
from jobs.model.findings import LetterSubject

_FEWER = (
    "Je mehr Links von einer Seite ausgehen, desto weniger zählt jeder. Können wir darüber sprechen, wie ihre Zahl "
    "sinken kann?"
)

GERMAN = Letter(
    subject="Unser Link auf {host}",
    subject_page="Ihre Seite auf {host}",
    subject_deal="Unser Linktausch mit {host}",
    greeting="Guten Tag,",
    matters={
        LetterSubject.LOST: Matter(
            "hier finden wir den Link zu uns nicht mehr:",
            "Vielleicht ist er bei einer Überarbeitung verloren gegangen. Könnten Sie ihn wieder einsetzen?",
        ),
        LetterSubject.GONE: Matter(
            "die Seite, die auf uns verlinkte, ist nicht mehr zu finden:",
            (
                "Ist sie umgezogen? Dann nennen Sie uns bitte die neue Adresse, oder setzen Sie den Link auf eine "
                "andere Seite."
            ),
        ),
        LetterSubject.REPLACED: Matter(
            "unter der Adresse der Seite, die auf uns verlinkte, finden wir jetzt eine andere Seite:",
            "Kommt die frühere Seite wieder, oder ist sie umgezogen? Dann nennen Sie uns bitte die neue Adresse.",
        ),
        LetterSubject.TEXT_ONLY: Matter(
            "unsere Adresse steht noch da, ist aber kein Link mehr:", "Könnten Sie sie wieder verlinken?"
        ),
        LetterSubject.SCRIPT: Matter(
            "der Link zu uns funktioniert nur über ein Skript, dem Suchmaschinen nicht folgen:",
            "Könnten Sie wieder einen einfachen Link daraus machen?",
        ),
        LetterSubject.ELSEWHERE: Matter(
            "der Link führt nun zu einer anderen unserer Seiten:",
            "Könnten Sie ihn auf unsere oben genannte Seite richten?",
            now="Er führt zu: {}",
        ),
        LetterSubject.REL: Matter(
            "der Link zu uns trägt eine Kennzeichnung, die wir nicht vereinbart hatten:",
            "Könnten Sie die Kennzeichnung aus dem Link nehmen?",
            now="Kennzeichnung: {}",
        ),
        LetterSubject.PAGE_NOFOLLOW: Matter(
            "wo der Link zu uns steht, werden Suchmaschinen gebeten, keinem der Links zu folgen:",
            "Ist das gewollt? Wenn nicht, könnten Sie es wieder erlauben?",
            now="Angabe: {}",
        ),
        LetterSubject.NOINDEX: Matter(
            "wo der Link zu uns steht, werden Suchmaschinen gebeten, die Seite nicht aufzunehmen:",
            "Ist das gewollt? Wenn nicht, könnten Sie sie zur Aufnahme freigeben?",
            now="Angabe: {}",
        ),
        LetterSubject.ROBOTS: Matter(
            "wo der Link zu uns steht, verwehrt Ihre robots.txt Google den Zugang:",
            "Ist das gewollt? Wenn nicht, könnten Sie Google den Zugang erlauben?",
            now="Regel: {}",
        ),
        LetterSubject.CANONICAL: Matter(
            "wo der Link zu uns steht, ist eine andere Adresse als maßgeblich (canonical) genannt:",
            "Ist das gewollt? Wenn nicht, könnte die Seite sich selbst nennen?",
            now="Canonical: {}",
        ),
        LetterSubject.REDIRECTED: Matter(
            "wo der Link zu uns steht, werden Besucher auf eine andere Adresse weitergeleitet:",
            "Ist das gewollt? Wenn nicht, könnten Sie die Seite zurückbringen?",
            now="Sie führt zu: {}",
        ),
        LetterSubject.ANCHOR: Matter(
            "der Text des Links zu uns hat sich geändert:", "Könnten Sie ihn zurückändern?", now="Er lautet nun: {}"
        ),
        LetterSubject.ANCHOR_AGREED: Matter(
            "der Text des Links zu uns ist nicht der vereinbarte:", "Könnten Sie ihn ändern?", now="Er lautet nun: {}"
        ),
        LetterSubject.ANCHOR_EMPTY: Matter("der Link zu uns hat keinen Text:", "Könnten Sie ihm einen geben?"),
        LetterSubject.HIDDEN: Matter(
            "soweit wir sehen, ist der Link zu uns für Besucher nicht sichtbar:",
            "Könnten Sie einen Blick darauf werfen und ihn sichtbar machen?",
        ),
        LetterSubject.PLACE: Matter(
            "der Link zu uns steht nicht im Text der Seite:", "Könnten Sie ihn dort einsetzen?"
        ),
        LetterSubject.VIA: Matter(
            "der Link zu uns führt über eine andere Adresse:",
            "Könnte er direkt zu unserer Seite führen?",
            now="Er führt zu: {}",
        ),
        LetterSubject.OVER_AGREED: Matter(
            "diese Seite verlinkt auf mehr andere Websites als vereinbart:",
            "Können wir darüber sprechen, wie ihre Zahl wieder sinken kann?",
        ),
        LetterSubject.OVER: Matter("diese Seite verlinkt auf sehr viele andere Websites:", _FEWER),
        LetterSubject.JUMP: Matter(
            "diese Seite verlinkt auf viel mehr andere Websites als bei unserem ersten Besuch:", _FEWER
        ),
        LetterSubject.BREACH_THEIRS: Matter(
            "wir haben vereinbart, aufeinander zu verlinken, und finden Ihren Link zu uns nicht mehr wie vereinbart:",
            "Könnten Sie ihn wieder einsetzen? Ist der Tausch für Sie beendet, sagen Sie es uns bitte.",
        ),
        LetterSubject.BREACH_OURS: Matter(
            "wir haben vereinbart, aufeinander zu verlinken, und unser Link zu Ihnen ist zurzeit nicht wie vereinbart. "
            "Das tut uns leid:",
            "Wir setzen ihn wieder ein und melden uns, sobald er da ist. Ist Ihnen das recht?",
        ),
        LetterSubject.BOTH_BROKEN: Matter(
            "wir haben vereinbart, aufeinander zu verlinken, und zurzeit sind beiderseits Links nicht wie vereinbart:",
            "Wollen wir sie beide wieder einsetzen? Ist der Tausch für Sie beendet, sagen Sie es uns bitte.",
        ),
        LetterSubject.CIRCLE_THEIRS: Matter(
            "wir haben einen Linktausch unter mehreren Websites vereinbart und finden Ihren Link nicht mehr wie "
            "vereinbart:",
            "Könnten Sie ihn wieder einsetzen? Ist der Tausch für Sie beendet, sagen Sie es uns bitte.",
        ),
        LetterSubject.CIRCLE_OURS: Matter(
            "wir haben einen Linktausch unter mehreren Websites vereinbart, und unser Link zu Ihnen ist zurzeit "
            "nicht wie vereinbart. Das tut uns leid:",
            "Wir setzen ihn wieder ein und melden uns, sobald er da ist. Ist Ihnen das recht?",
        ),
        LetterSubject.EXPIRING: Matter(
            "unser Linktausch endet bald:",
            "Möchten Sie ihn fortsetzen? Dann könnten wir einen späteren Tag vereinbaren.",
        ),
        LetterSubject.OTHER: Matter(
            "etwas an dem Link zu uns ist nicht so, wie wir es erwartet hatten:",
            "Könnten Sie einen Blick darauf werfen?",
        ),
    },
    page="Ihre Seite: {}",
    target="Unsere Seite: {}",
    anchor="Text des Links: {}",
    guaranteed="Laut Vereinbarung garantiert bis: {}",
    stood="Er stand hier: {}",
    stands="Er steht hier: {}",
    last_seen="Von uns zuletzt gesehen am {date}.",
    looked="Am {date} antwortete die Seite mit dem Status {status}.",
    count="Links zu anderen Websites: {}",
    limit="Vereinbart: höchstens {}",
    new="Neu seit unserem ersten Besuch: {}",
    and_more="{names} und {count} weitere",
    more_pages="und {} weitere",
    quotes="„{}“",
    date="{0:%d.%m.%Y}",
    ours_stands="Unser Link zu Ihnen steht hier: {}",
    ours_missing="Unser Link zu Ihnen fehlt hier: {}",
    our_target="Er soll hierher führen: {}",
    until="Vereinbart bis: {}",
    thanks="Vielen Dank und freundliche Grüße",
)
