"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind, Priority

from .account_closing import is_still_closing
from .idle import is_still_idle

KINDS = (
    Kind(
        key="donnees.export_ready",
        label="La copie de vos données est prête",
        who="La personne qui l’a demandée.",
        when="Dès que la copie est faite. Périme avec elle.",
        may_be_off=False,
        priority=Priority.SOON,
    ),
    Kind(
        key="donnees.closing_begun",
        label="Votre compte se ferme",
        who="L’adresse du compte.",
        when="Quand la personne demande à fermer son compte.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="donnees.closing_taken_back",
        label="Vous gardez votre compte",
        who="L’adresse du compte.",
        when="Quand la fermeture est annulée, ou qu’elle n’a pas pu se faire.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="donnees.texts_to_review",
        label="Textes à relire avant la fermeture d’un compte",
        who="L’adresse de contact du service.",
        when="Quand une personne ferme son compte et demande une relecture.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_closing,
    ),
    Kind(
        key="donnees.idle_first",
        label="Compte sans connexion : premier courriel",
        who="La personne dont c’est le compte.",
        when="Un mois avant la fermeture d’un compte sans connexion.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_idle,
    ),
    Kind(
        key="donnees.idle_again",
        label="Compte sans connexion : second courriel",
        who="La personne dont c’est le compte.",
        when="Quelques jours avant la fermeture d’un compte sans connexion.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_idle,
    ),
)
