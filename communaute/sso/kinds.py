"""What is told about signing in through the State."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import User
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.outbox.pending import works_for

from .models import AccessRequest

OWNER = "La personne dont c’est le compte."
DECIDERS = "Les responsables de l’organisation ; sans responsable, l’équipe nationale."


def still_waits(context: Mapping[str, Any]) -> bool:
    """Nobody accepted or refused what is asked, and it is still to be."""
    rows = AccessRequest.objects.waiting()
    return rows.filter(pk=context["request"]).exists()


def is_not_member(context: Mapping[str, Any]) -> bool:
    """The person whose request was refused did not join since."""
    joined = AccessRequest.objects.of_members()
    return not joined.filter(pk=context["request"]).exists()


def opens_the_account(context: Mapping[str, Any]) -> bool:
    """The identity that was asked is the one linked now."""
    rows = AccessRequest.objects.of_linked()
    return rows.filter(pk=context["request"]).exists()


def opens_nothing(context: Mapping[str, Any]) -> bool:
    """The identity that was refused was not linked since."""
    return not opens_the_account(context)


def may_answer(person: User, context: Mapping[str, Any]) -> bool:
    """The person may still accept or refuse it."""
    rows = AccessRequest.objects.decided_by_me(person)
    return rows.filter(pk=context["request"]).exists()


KINDS = (
    Kind(
        key="sso.code",
        label="Code après FranceConnect ou ProConnect",
        who="L’adresse confirmée sur la page.",
        when="Quand FranceConnect ou ProConnect n’ouvre aucun compte. Périme avec le code.",
        may_be_off=False,
        priority=Priority.CODE,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="sso.linked",
        label="FranceConnect ou ProConnect relié à mon compte",
        who=OWNER,
        when="Quand une identité est reliée à un compte qui existait.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
    Kind(
        key="sso.unlinked",
        label="FranceConnect ou ProConnect retiré de mon compte",
        who=OWNER,
        when="Quand une identité n’est plus reliée au compte.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
    Kind(
        key="sso.asked_membership",
        label="Quelqu’un demande à rejoindre mon organisation",
        who=DECIDERS,
        when="Quand une personne se connecte par ProConnect avec le SIRET de l’organisation.",
        may_be_off=False,
        at_work=True,
        still_true=still_waits,
        visible_to=may_answer,
    ),
    Kind(
        key="sso.asked_identity",
        label="Un collègue revient avec une autre identité ProConnect",
        who=DECIDERS,
        when="Quand ProConnect donne une autre identité au même courriel professionnel.",
        may_be_off=False,
        at_work=True,
        still_true=still_waits,
        visible_to=may_answer,
    ),
    *(
        Kind(
            key=f"sso.{kind}_{state}",
            label=label,
            who="La personne qui l’a demandé.",
            when="Quand un responsable, ou l’équipe nationale, répond.",
            may_be_off=False,
            still_true=still_true,
            visible_to=works_for if still_true is None else None,
        )
        for kind, state, label, still_true in (
            ("membership", "accepted", "Je rejoins une organisation", None),
            (
                "membership",
                "refused",
                "Ma demande de rejoindre une organisation est refusée",
                is_not_member,
            ),
            (
                "identity",
                "accepted",
                "Ma nouvelle identité ProConnect est confirmée",
                opens_the_account,
            ),
            ("identity", "refused", "Ma nouvelle identité ProConnect est refusée", opens_nothing),
        )
    ),
)
