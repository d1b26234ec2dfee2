"""What this room tells people: its part of the catalogue. The law asks for it: none turns off."""

from communaute.notifications.catalogue import Kind

KINDS = (
    Kind(
        key="moderation.notice_received",
        label="Signalement reçu",
        who="La personne qui signale, avec ou sans compte.",
        when="Dès qu’elle signale un texte.",
        may_be_off=False,
        is_awaited=True,
    ),
    Kind(
        key="moderation.notice_decided",
        label="Suite donnée à un signalement",
        who="Les personnes qui ont signalé le texte.",
        when="À chaque décision sur le dossier.",
        may_be_off=False,
    ),
    Kind(
        key="moderation.case_to_decide",
        label="Signalement à traiter",
        who="Les agences du territoire, sauf celle de l’auteur ; à défaut l’équipe nationale.",
        when="Quand un dossier s’ouvre, ou devient plus urgent.",
        may_be_off=False,
        at_work=True,
    ),
    Kind(
        key="moderation.decision",
        label="Texte masqué, et pourquoi",
        who="L’auteur du texte.",
        when="Dès que le texte est masqué : c’est l’exposé des motifs.",
        may_be_off=False,
    ),
    Kind(
        key="moderation.restored",
        label="Texte remis en ligne",
        who="L’auteur du texte.",
        when="Quand un modérateur revient sur une décision.",
        may_be_off=False,
    ),
    Kind(
        key="moderation.appeal_received",
        label="Recours reçu",
        who="La personne qui conteste une décision.",
        when="Dès qu’elle la conteste.",
        may_be_off=False,
        is_awaited=True,
    ),
    Kind(
        key="moderation.appeal_to_decide",
        label="Recours à examiner",
        who="Les membres de l’équipe nationale qui n’ont pris aucune part à la décision.",
        when="Dès le recours, ou dès qu’ils rejoignent l’équipe.",
        may_be_off=False,
        at_work=True,
    ),
    Kind(
        key="moderation.appeal_late",
        label="Recours en retard",
        who="Les mêmes personnes.",
        when="Quand le délai de réponse est passé.",
        may_be_off=False,
        at_work=True,
    ),
    Kind(
        key="moderation.appeal_without_decider",
        label="Recours que personne ne peut examiner",
        who="L’adresse de contact du service.",
        when="Dès le recours, puis chaque semaine tant que c’est le cas.",
        may_be_off=False,
        on_site=False,
        at_work=True,
    ),
    Kind(
        key="moderation.appeal_decided",
        label="Réponse à un recours",
        who="La personne qui conteste la décision.",
        when="Dès la réponse.",
        may_be_off=False,
    ),
)
