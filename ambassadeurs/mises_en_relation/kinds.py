"""What this room tells people: its part of the catalogue."""

from collections.abc import Callable, Mapping
from typing import Any

from communaute.notifications.catalogue import Channel, Kind

from .models import Demande

RECIPIENT = "L’ambassadeur, ou les personnes qui répondent pour l’exploitant ou l’agence."
OTHER_SIDE = "L’autre partie de l’échange."
REQUESTER = "La personne qui a fait la demande."
AMBASSADEUR = "L’ambassadeur à qui la demande est adressée."
MAILBOX = "L’adresse d’un organisme où personne n’a encore de compte."


def _open(context: Mapping[str, Any]) -> set[int]:
    rows = Demande.objects.open().filter(pk__in=context["demandes"])
    return set(rows.values_list("pk", flat=True))


def is_open(context: Mapping[str, Any]) -> bool:
    """Not closed since: what was asked at night may be withdrawn before the morning."""
    return bool(_open(context))


def is_over(context: Mapping[str, Any]) -> bool:
    """Not all opened again since."""
    return len(_open(context)) < len(context["demandes"])


def without_reopened(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of several buildings, those whose request was not opened again since."""
    again, names = _open(context), zip(context["demandes"], context["buildings"], strict=False)
    return {"buildings": [name for pk, name in names if pk not in again]}


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
    still_true: Callable[[Mapping[str, Any]], bool] | None = None,
    current: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
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
        still_true=still_true,
        current=current,
    )


KINDS = (
    _kind(
        "request",
        "Demande reçue",
        RECIPIENT,
        "Quand une copropriété écrit.",
        still_true=is_open,
    ),
    _kind(
        "together",
        "Demandes pour plusieurs immeubles",
        "Les personnes qui répondent pour l’exploitant ou l’agence.",
        "Quand un syndic écrit pour plusieurs immeubles à la fois.",
        at_work=True,
        still_true=is_open,
    ),
    _kind(
        "added",
        "Demande complétée",
        RECIPIENT,
        "Quand une copropriété demande aussi un devis, ou aussi un rendez-vous.",
        still_true=is_open,
    ),
    _kind(
        "outside",
        "Demande à un organisme sans compte",
        MAILBOX,
        "Quand une copropriété lui écrit, lui récrit, rouvre sa demande ou attend trop.",
        on_site=False,
        still_true=is_open,
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
    _kind(
        "closed",
        "Échange clos",
        OTHER_SIDE,
        "Quand une partie clôt l’échange.",
        still_true=is_over,
        current=without_reopened,
    ),
    _kind(
        "withdrawn",
        "Demande retirée",
        "Les personnes qui répondent pour l’exploitant.",
        "Quand la personne retire son accord.",
        at_work=True,
        still_true=is_over,
        current=without_reopened,
    ),
    _kind(
        "closed_outside",
        "Demande close, à un organisme sans compte",
        MAILBOX,
        "Quand la personne clôt sa demande ou retire son accord.",
        on_site=False,
        still_true=is_over,
    ),
    _kind(
        "reopened",
        "Échange rouvert",
        RECIPIENT,
        "Quand la personne rouvre l’échange.",
        still_true=is_open,
    ),
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
