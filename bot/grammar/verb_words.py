"""Words that stand for verbs and are none of their own names: in other languages, of later versions, of buttons."""

ABROAD = {
    "add": "hinzufügen hinzufuegen verfolgen beobachten neu añadir anadir agregar nuevo ajouter suivre nouveau",
    "partner": "partnerseite socio socios partenaire partenaires",
    "exchange": "tausch linktausch intercambio échange echange",
    "reciprocity": "gegenseitigkeit bilanz reciprocidad réciprocité reciprocite",
    "export": "exportieren exportar exporter",
    "sync": "abgleichen sincronizar synchroniser",
    "import": "importieren importar importer hochladen",
    "discover": "entdecken descubrir découvrir decouvrir",
    "list": "liste auflisten listar lista lister enlaces liens todos tous",
    "show": "zeigen zeige anzeigen mostrar ver montrer afficher voir",
    "history": "verlauf historial historique",
    "check": "prüfen pruefen prüfe pruefe comprobar revisar verificar vérifier verifier",
    "relevance": "relevanz vergleichen relevancia comparar pertinence comparer",
    "snooze": "stumm pausieren silenciar pausar suspendre",
    "unsnooze": "wecken reanudar reprendre",
    "accept": "akzeptieren annehmen aceptar accepter",
    "unaccept": "ablehnen rechazar refuser",
    "mark": "markieren marcar marquer",
    "edit": "ändern aendern bearbeiten editar cambiar modificar éditer editer modifier changer",
    "remove": "entfernen löschen loeschen quitar eliminar borrar supprimer retirer enlever",
    "digest": "zusammenfassung wochenbericht resumen résumé bilan",
    "report": "bericht monatsbericht informe rapport",
    "guarantee": "garantie garantía garantia reclamar",
    "settings": "einstellungen ajustes configuración configuracion réglages reglages paramètres parametres",
    "status": "zustand estado état etat",
    "help": "hilfe ayuda aide",
}
"""The verbs in German, Spanish and French, as people type them: with their accents and without."""

LATER = {
    "vet": ("relevance compares the page with yours.", "relevance"),
}
"""Verbs that a later version will have: what helps meanwhile, and the verb that does it."""

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
    "undo": ("is a button: unaccept takes back what was accepted, unsnooze ends a snooze.", "unaccept"),
}
"""What is done with a button and not by a command: where it is, and the verb that comes nearest."""

AT_A_GLANCE = frozenset({"stats", "statistics", "overview", "glance", "dashboard"})
"""What asks for the same as the command alone."""
