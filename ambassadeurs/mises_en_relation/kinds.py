"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Channel, Kind

RECIPIENT = "L’ambassadeur, ou les personnes qui répondent pour l’exploitant ou l’agence."
OTHER_SIDE = "L’autre partie de l’échange."
REQUESTER = "La personne qui a fait la demande."
AMBASSADEUR = "L’ambassadeur à qui la demande est adressée."
MAILBOX = "L’adresse d’un organisme où personne n’a encore de compte."


def _kind(
    name: str,
    label: str,
    who: str,
    when: str,
    *,
    channel: Channel = Channel.INSTANT,
    may_be_off: bool = False,
    on_site: bool = True,
    at_work: bool = False,
) -> Kind:
    return Kind(
        key=f"mises_en_relation.{name}",
        label=label,
        who=who,
        when=when,
        channel=channel,
        may_be_off=may_be_off,
        on_site=on_site,
        at_work=at_work,
    )


KINDS = (
    _kind("request", "Demande reçue", RECIPIENT, "Quand une copropriété écrit."),
    _kind(
        "together",
        "Demandes pour plusieurs immeubles",
        "Les personnes qui répondent pour l’exploitant ou l’agence.",
        "Quand un syndic écrit pour plusieurs immeubles à la fois.",
        at_work=True,
    ),
    _kind(
        "added",
        "Demande complétée",
        RECIPIENT,
        "Quand une copropriété demande aussi un devis, ou aussi un rendez-vous.",
    ),
    _kind(
        "outside",
        "Demande à un organisme sans compte",
        MAILBOX,
        "Quand une copropriété lui écrit, lui récrit, rouvre sa demande ou attend trop.",
        on_site=False,
    ),
    _kind("message", "Message d’un échange", OTHER_SIDE, "À chaque message."),
    _kind(
        "shared",
        "Coordonnées échangées",
        OTHER_SIDE,
        "Quand une partie accepte d’échanger ses coordonnées.",
    ),
    _kind(
        "address_outside",
        "Adresse donnée à un organisme sans compte",
        MAILBOX,
        "Quand la personne accepte qu’on lui réponde directement.",
        on_site=False,
    ),
    _kind("closed", "Échange clos", OTHER_SIDE, "Quand une partie clôt l’échange."),
    _kind(
        "withdrawn",
        "Demande retirée",
        "Les personnes qui répondent pour l’exploitant.",
        "Quand la personne retire son accord.",
        at_work=True,
    ),
    _kind(
        "closed_outside",
        "Demande close, à un organisme sans compte",
        MAILBOX,
        "Quand la personne clôt sa demande ou retire son accord.",
        on_site=False,
    ),
    _kind("reopened", "Échange rouvert", RECIPIENT, "Quand la personne rouvre l’échange."),
    _kind(
        "reoffered",
        "Demande proposée à quelqu’un d’autre",
        REQUESTER,
        "Quand l’ambassadeur n’a pas répondu ou s’en va.",
    ),
    _kind(
        "thanks",
        "Remerciement",
        RECIPIENT,
        "Quand la personne remercie.",
        channel=Channel.NONE,
    ),
    _kind("reminder", "Rappel d’une demande", AMBASSADEUR, "Premier rappel, sans réponse."),
    _kind("last_reminder", "Dernier rappel d’une demande", AMBASSADEUR, "Second rappel."),
    _kind(
        "agency_alert",
        "Ambassadeur qui ne répond pas",
        "Les membres de l’agence du territoire de l’ambassadeur.",
        "Après les deux rappels, avant que la demande soit proposée à un autre.",
        at_work=True,
    ),
    _kind(
        "desk_reminder",
        "Rappel d’une demande à mon organisme",
        "Les personnes qui répondent pour l’exploitant ou l’agence.",
        "Sans réponse après quelques jours ouvrés.",
        at_work=True,
    ),
    _kind(
        "collectivite_alert",
        "Demande sans réponse sur mon territoire",
        "Les membres de la collectivité du territoire.",
        "Quand l’exploitant ou l’agence ne répond pas.",
        at_work=True,
    ),
    _kind(
        "national_alert",
        "Demande sans réponse",
        "L’équipe nationale.",
        "Quand l’alerte à la collectivité n’a pas suffi.",
        at_work=True,
    ),
    _kind(
        "paused",
        "Mandat mis en pause",
        "L’ambassadeur qui n’a pas répondu à plusieurs demandes de suite.",
        "Quand ses demandes sont proposées à un autre.",
    ),
)
