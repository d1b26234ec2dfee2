"""What the desks and the national team tell people: their part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from ambassadeurs.demandes.mails import still_true
from ambassadeurs.demandes.mails.still_true import rows_of
from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind, Priority


def is_still_the_day(context: Mapping[str, Any]) -> bool:
    """The day to come back is the one chosen: an answer, or the end of the exchange, takes it
    away."""
    return (
        "demandes" not in context or rows_of(context).filter(follow_up_on=context["day"]).exists()
    )


def waits_as_nudged(context: Mapping[str, Any]) -> bool:
    """Nobody answered since, and no new delay began: neither closed nor opened again."""
    if "demandes" not in context:
        return True
    same = [one.clock_from == context["since"] for one in rows_of(context)]
    return still_true.waits(context) and any(same)


def is_still_there(context: Mapping[str, Any]) -> bool:
    """The project stands where it was told to."""
    return (
        "demandes" not in context or rows_of(context).filter(desk_status=context["status"]).exists()
    )


def is_in_hand(person: User, context: Mapping[str, Any]) -> bool:
    """This person has it in hand, and reads it."""
    theirs = rows_of(context).as_party(person).filter(assigned_to=person)
    return "demandes" not in context or theirs.exists()


def may_be_theirs(person: User, context: Mapping[str, Any]) -> bool:
    """The same, or nobody has it in hand."""
    free = Q(assigned_to=person) | Q(assigned_to=None)
    return "demandes" not in context or rows_of(context).as_party(person).filter(free).exists()


KINDS = (
    Kind(
        key="guichets.word_of_agency",
        label="Mot de l’agence",
        who="L’ambassadeur du territoire de l’agence.",
        when="Quand l’agence lui écrit, sans connaître son adresse.",
        may_be_off=False,
    ),
    Kind(
        key="guichets.assigned",
        label="Demande confiée",
        who="Le membre de l’exploitant ou de l’agence à qui un collègue confie une demande.",
        when="Quand la demande lui est confiée.",
        at_work=True,
        visible_to=is_in_hand,
    ),
    Kind(
        key="guichets.come_back",
        label="Demande à relancer",
        who="La personne qui suit la demande à l’exploitant ou à l’agence, sinon ses collègues.",
        when="Le jour choisi pour y revenir, si rien n’a été répondu depuis.",
        channel=Channel.DAILY,
        at_work=True,
        still_true=is_still_the_day,
        visible_to=may_be_theirs,
    ),
    Kind(
        key="guichets.nudge",
        label="Relance d’une collectivité ou de l’équipe nationale",
        who="Les personnes qui répondent pour l’exploitant ou l’agence, sinon leur adresse.",
        when="Quand la collectivité relance une demande en retard sur son territoire, ou l’équipe "
        "nationale.",
        may_be_off=False,
        at_work=True,
        still_true=waits_as_nudged,
        visible_to=still_true.reads,
    ),
    Kind(
        key="guichets.status",
        label="Suivi de ma demande de raccordement",
        who="La personne qui a fait la demande.",
        when="Quand l’exploitant fait avancer sa demande ; rien quand il revient à « À traiter ».",
        still_true=is_still_there,
        visible_to=still_true.listens,
    ),
    Kind(
        key="national.help_code",
        label="Code de connexion envoyé par l’équipe",
        who="La personne qui a demandé de l’aide pour se connecter.",
        when="Quand l’équipe nationale l’envoie. Périme avec le code.",
        may_be_off=False,
        priority=Priority.CODE,
        on_site=False,
        keeps_address=False,
    ),
)
