"""The sentences of a mail to the people of a page, a file for each language; polite, short, and never an accusation."""

from collections.abc import Mapping

from bot.messages.alerts.letters.english import ENGLISH
from bot.messages.alerts.letters.french import FRENCH
from bot.messages.alerts.letters.german import GERMAN
from bot.messages.alerts.letters.letter import Letter, LetterLanguage, Matter
from bot.messages.alerts.letters.spanish import SPANISH

__all__ = ["LETTERS", "NAMES", "Letter", "LetterLanguage", "Matter"]

NAMES: Mapping[LetterLanguage, str] = {
    LetterLanguage.ENGLISH: "English",
    LetterLanguage.GERMAN: "Deutsch",
    LetterLanguage.SPANISH: "Español",
    LetterLanguage.FRENCH: "Français",
}
LETTERS: Mapping[LetterLanguage, Letter] = {
    LetterLanguage.ENGLISH: ENGLISH,
    LetterLanguage.GERMAN: GERMAN,
    LetterLanguage.SPANISH: SPANISH,
    LetterLanguage.FRENCH: FRENCH,
}
