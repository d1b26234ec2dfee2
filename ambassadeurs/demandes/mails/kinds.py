"""What this room tells people: its part of the catalogue."""

from functools import partial

from communaute.comptes.enums import OrganisationKind
from communaute.notifications.catalogue import Channel, Kind

from . import still_true

RECIPIENT = "L’ambassadeur, ou les personnes qui répondent pour l’exploitant ou l’agence."
OTHER_SIDE = "L’autre partie de l’échange."
REQUESTER = "La personne qui a fait la demande."
AMBASSADEUR = "L’ambassadeur à qui la demande est adressée."
MAILBOX = "L’adresse d’un organisme où personne n’a de compte."


# Nobody turns them off, and who reads the exchange no more is told nothing of it.
_kind = partial(Kind, may_be_off=False, visible_to=still_true.reads)

KINDS = (
    _kind(
        "demandes.followed",
        "Réponse à une demande de ma copropriété",
        "Les membres de la copropriété qui suivent la demande d’un autre.",
        "Quand l’exploitant ou l’agence répond.",
        may_be_off=True,
        visible_to=still_true.follows,
    ),
    _kind(
        "demandes.request",
        "Demande reçue",
        RECIPIENT,
        "Quand une copropriété écrit.",
        still_true=still_true.waits,
        current=still_true.read_by_now,
    ),
    _kind(
        "demandes.together",
        "Demandes pour plusieurs immeubles",
        "Les personnes qui répondent pour l’exploitant ou l’agence.",
        "Quand un syndic écrit pour plusieurs immeubles à la fois.",
        at_work=True,
        still_true=still_true.waits,
        current=still_true.still_asked,
    ),
    _kind(
        "demandes.added",
        "Demande complétée",
        RECIPIENT,
        "Quand une copropriété demande aussi un devis, ou aussi un rendez-vous.",
        still_true=still_true.waits_as_told,
        current=still_true.read_by_now,
    ),
    _kind(
        "demandes.outside",
        "Demande à un organisme sans compte",
        MAILBOX,
        "Quand une copropriété lui écrit, lui récrit, rouvre sa demande ou attend trop.",
        on_site=False,
        still_true=still_true.waits_outside,
        current=still_true.address_by_now,
    ),
    _kind(
        "demandes.message",
        "Message d’un échange",
        OTHER_SIDE,
        "À chaque message.",
        visible_to=still_true.listens,
        current=still_true.read_by_now,
    ),
    _kind(
        "demandes.shared",
        "Accord pour échanger les coordonnées",
        OTHER_SIDE,
        "Quand une partie accepte d’échanger ses coordonnées.",
        still_true=still_true.is_shared,
        current=still_true.both_by_now,
    ),
    _kind(
        "demandes.address_outside",
        "Adresse donnée à un organisme sans compte",
        MAILBOX,
        "Quand la personne accepte qu’on lui réponde directement.",
        on_site=False,
        still_true=still_true.is_given,
        current=still_true.address_by_now,
    ),
    _kind(
        "demandes.closed",
        "Échange clos",
        OTHER_SIDE,
        "Quand une partie clôt l’échange.",
        still_true=still_true.is_over,
        visible_to=still_true.hears_the_end,
        current=still_true.still_ended,
    ),
    _kind(
        "demandes.withdrawn",
        "Demande retirée",
        "Les personnes qui répondent pour l’exploitant.",
        "Quand la personne retire son accord.",
        at_work=True,
        still_true=still_true.is_over,
        # The demande is no longer in their space: that is what it says.
        visible_to=still_true.works_there,
        current=still_true.still_ended,
    ),
    _kind(
        "demandes.closed_outside",
        "Demande close, à un organisme sans compte",
        MAILBOX,
        "Quand la personne clôt sa demande, retire son accord ou ferme son compte.",
        on_site=False,
        still_true=still_true.is_over_outside,
        current=still_true.still_ended,
    ),
    _kind(
        "demandes.reopened",
        "Échange rouvert",
        RECIPIENT,
        "Quand la personne rouvre l’échange.",
        still_true=still_true.is_open,
        current=still_true.answered_by_now,
    ),
    _kind(
        "demandes.reoffered",
        "Demande proposée à quelqu’un d’autre",
        REQUESTER,
        "Quand l’ambassadeur n’a pas répondu ou s’en va.",
        still_true=still_true.goes_on,
        current=still_true.left_by_now,
    ),
    _kind(
        "demandes.thanks",
        "Remerciement",
        RECIPIENT,
        "Quand la personne remercie.",
        channel=Channel.NONE,
    ),
    _kind(
        "demandes.reminder",
        "Rappel d’une demande",
        AMBASSADEUR,
        "Premier rappel, sans réponse.",
        still_true=still_true.waits,
    ),
    _kind(
        "demandes.last_reminder",
        "Dernier rappel d’une demande",
        AMBASSADEUR,
        "Second rappel.",
        still_true=still_true.waits,
    ),
    _kind(
        "demandes.agency_alert",
        "Ambassadeur qui ne répond pas",
        "Les membres de l’agence du territoire de l’ambassadeur.",
        "Après les deux rappels, avant que la demande soit proposée à un autre.",
        at_work=True,
        still_true=still_true.waits,
        visible_to=still_true.looks_after(OrganisationKind.AGENCE),
    ),
    _kind(
        "demandes.desk_reminder",
        "Rappel d’une demande à mon organisme",
        "Les personnes qui répondent pour l’exploitant ou l’agence.",
        "Sans réponse après quelques jours ouvrés.",
        at_work=True,
        still_true=still_true.waits,
    ),
    _kind(
        "demandes.collectivite_alert",
        "Demande sans réponse sur mon territoire",
        "Les membres de la collectivité du territoire.",
        "Quand l’exploitant ou l’agence ne répond pas.",
        at_work=True,
        still_true=still_true.waits,
        visible_to=still_true.looks_after(OrganisationKind.COLLECTIVITE),
    ),
    _kind(
        "demandes.national_alert",
        "Demande sans réponse",
        "L’équipe nationale.",
        "Quand l’alerte à la collectivité n’a pas suffi.",
        at_work=True,
        still_true=still_true.waits,
        visible_to=still_true.is_of_the_team,
    ),
    _kind(
        "demandes.paused",
        "Mandat mis en pause",
        "L’ambassadeur qui n’a pas répondu à plusieurs demandes de suite.",
        "Quand ses demandes sont proposées à un autre.",
        still_true=still_true.is_paused,
    ),
)
