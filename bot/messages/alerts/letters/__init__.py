"""The sentences of a mail to the people of a page, a file for each language; polite, short, and never an accusation."""

from collections.abc import Mapping

from bot.messages.alerts.letters.english import ENGLISH
from bot.messages.alerts.letters.french import FRENCH
from bot.messages.alerts.letters.german import GERMAN
from bot.messages.alerts.letters.letter import Language, Letter, Matter, Trouble
from bot.messages.alerts.letters.spanish import SPANISH

__all__ = ["LETTERS", "NAMES", "Language", "Letter", "Matter", "Trouble"]

NAMES: Mapping[Language, str] = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
}
LETTERS: Mapping[Language, Letter] = {
    Language.ENGLISH: ENGLISH,
    Language.GERMAN: GERMAN,
    Language.SPANISH: SPANISH,
    Language.FRENCH: FRENCH,
}
