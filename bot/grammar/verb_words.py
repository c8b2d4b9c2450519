"""What a verb is, and words that stand for verbs: in other languages, of later versions, of buttons."""

from msgspec import Struct


class Verb(Struct, frozen=True):
    """One verb: its names, what it does, and how it is written; examples come first in help."""

    name: str
    about: str
    usage: tuple[str, ...]
    examples: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    filters: bool = False
    """Whether links can be narrowed down in it."""


ABROAD = {
    "add": "hinzufügen hinzufuegen füge fuege verfolgen verfolge beobachten beobachte neu añadir anadir añade "
    "anade agregar agrega nuevo ajouter ajoute ajoutez suivre suis suivez nouveau",
    "partner": "partnerseite socio socios partenaire partenaires",
    "exchange": "tausch tausche linktausch intercambio intercambia échange echange",
    "prospect": "interessent interessenten kandidat kandidaten prospecto prospectos",
    "reciprocity": "gegenseitigkeit bilanz reciprocidad réciprocité reciprocite",
    "ours": "unsere eigene eigenen nuestras propias nôtres notres",
    "audit": "prüfbericht auditoría auditoria",
    "forecast": "prognose vorhersage pronóstico pronostico prévision prevision",
    "worth": "wert werte valor valen valeur vaut",
    "rehearse": "umzug proben probe mudanza ensayar migración migracion répéter repeter",
    "export": "exportieren exportiere exportar exporta exporter exporte exportez",
    "sync": "abgleichen synchronisieren synchronisiere sincronizar sincroniza synchroniser synchronise",
    "import": "importieren importiere hochladen importar importa importer importe importez",
    "discover": "entdecken entdecke descubrir descubre découvrir decouvrir découvre decouvre",
    "list": "liste auflisten listez listar lista lister enlaces liens todos tous",
    "show": "zeigen zeige zeig anzeigen mostrar muestra muestre ver montrer montre montrez "
    "afficher affiche affichez voir",
    "history": "verlauf historial historique",
    "check": "prüfen pruefen prüfe pruefe prüf pruef comprobar comprueba revisar revisa verificar verifica vérifier "
    "verifier vérifie verifie vérifiez verifiez",
    "vet": "bewerten bewerte evaluar evalúa evalua évaluer évalue",
    "relevance": "relevanz vergleichen vergleiche relevancia comparar compara pertinence comparer",
    "remind": "erinnern erinnere erinnerung recordar recuerda recordatorio rappeler rappelle rappelez rappel",
    "snooze": "stumm pausieren pausiere silenciar silencia pausar pausa suspendre suspends suspendez",
    "unsnooze": "wecken wecke weck reanudar reanuda reprendre reprends reprenez",
    "accept": "akzeptieren akzeptiere annehmen aceptar acepta accepter accepte acceptez",
    "unaccept": "ablehnen rechazar rechaza refuser refuse refusez",
    "mark": "markieren markiere marcar marca marquer marque marquez",
    "edit": "ändern aendern ändere aendere bearbeiten bearbeite zuweisen editar edita cambiar cambia modificar "
    "modifica asignar asigna éditer editer édite modifier modifie modifiez changer changez assigner assigne",
    "remove": "entfernen entferne löschen loeschen lösche loesche lösch quitar quita eliminar elimina borrar borra "
    "supprimer supprime supprimez retirer retire enlever enlève enleve",
    "digest": "zusammenfassung wochenbericht resumen résumé bilan",
    "report": "bericht monatsbericht informe rapport",
    "guarantee": "garantie garantía garantia reclamar reclama",
    "settings": "einstellungen ajustes configuración configuracion réglages reglages paramètres parametres",
    "status": "zustand estado état etat",
    "help": "hilfe hilf ayuda ayúdame aide",
}
"""The verbs in German, Spanish and French, as people type them: as orders too, with their accents and without."""

_IM_ON_IT = "is a button of the alert: I'm on it, or Ack all. To hear nothing more of a link for a while, snooze it."
_OF_ALERTS = "is in the menu of the alert."
BUTTONS = {
    "ack": (_IM_ON_IT, "snooze"),
    "acknowledge": (_IM_ON_IT, "snooze"),
    "claim": (_IM_ON_IT, "snooze"),
    "take": (_IM_ON_IT, "snooze"),
    "mail": (_OF_ALERTS, "list"),
    "draft": (_OF_ALERTS, "list"),
    "proof": (_OF_ALERTS, "show"),
    "disavow": ("is an export: export disavow, and what Google shall pass over.", "export"),
    "competitors": ("is a setting of a channel: settings competitors, and their sites.", "settings"),
    "costs": ("is a setting of a channel: settings costs hide, or show.", "settings"),
    "webhooks": ("is a setting of the bot, where it runs: docs/webhooks.md says how.", "status"),
    "undo": ("is a button: unaccept takes back what was accepted, unsnooze ends a snooze.", "unaccept"),
}
"""What is done with a button, or by another command, or where the bot runs, and the verb that comes nearest."""

AT_A_GLANCE = frozenset({"stats", "statistics", "overview", "glance", "dashboard"})
"""What asks for the same as the command alone."""
