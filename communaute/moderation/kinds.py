"""What this room tells people: its part of the catalogue. The law asks for it: none turns off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from communaute.notifications.catalogue import Channel, Kind

from . import still
from .perms import can_read_again, can_see_queue
from .second_reading.models import SecondReading

if TYPE_CHECKING:
    from communaute.comptes.models import User


KINDS = (
    Kind(
        key="prescreening.published",
        label="Texte relu et publié",
        who="L’auteur du texte.",
        when="Dès que son texte en attente est publié.",
        may_be_off=False,
        at_night=True,
        still_true=still.is_published,
    ),
    Kind(
        key="moderation.notice_received",
        label="Signalement reçu",
        who="La personne qui signale, avec ou sans compte.",
        when="Dès qu’elle signale un texte.",
        may_be_off=False,
        at_night=True,
    ),
    Kind(
        key="moderation.notice_decided",
        label="Suite donnée à un signalement",
        who="Les personnes qui ont signalé le texte.",
        when="À chaque décision sur le dossier.",
        may_be_off=False,
        at_night=True,
        still_true=still.decision_stands,
        current=still.outcome_now,
    ),
    Kind(
        key="moderation.case_to_decide",
        label="Signalements à traiter",
        who="Qui a le dossier : l’agence du territoire ou celle à qui il est confié, jamais celle "
        "de l’auteur ; à défaut l’équipe nationale.",
        when="Une fois par jour, s’il y a de nouveaux dossiers ; le courriel est celui du matin.",
        channel=Channel.NONE,
        may_be_off=False,
        at_work=True,
        visible_to=still.may_open,
    ),
    Kind(
        key="moderation.case_urgent",
        label="Signalement urgent",
        who="Les mêmes personnes.",
        when="Dès qu’un texte est signalé comme illégal ou dangereux, ou par une autorité ou un "
        "signaleur de confiance ; la nuit, à qui est d’astreinte, et le matin aux autres.",
        may_be_off=False,
        at_work=True,
        at_night=True,
        still_true=still.case_waits,
        visible_to=still.is_told,
    ),
    Kind(
        key="moderation.case_taken_over",
        label="Dossier repris par un collègue",
        who="La personne qui examinait le dossier.",
        when="Quand un collègue le reprend sans attendre.",
        may_be_off=False,
        at_work=True,
        visible_to=still.holds_it_no_more,
    ),
    Kind(
        key="moderation.case_handed_over",
        label="Dossier passé par un collègue",
        who="La personne à qui un collègue passe le dossier.",
        when="Aussitôt.",
        may_be_off=False,
        at_work=True,
        at_night=True,
        still_true=still.case_waits,
        visible_to=still.holds_it,
    ),
    Kind(
        key="moderation.case_entrusted",
        label="Dossier confié à votre équipe",
        who="La responsable de l’agence, l’agence voisine ou l’équipe nationale.",
        when="Quand un dossier leur est confié ; la nuit, à qui est d’astreinte d’abord.",
        may_be_off=False,
        at_work=True,
        at_night=True,
        still_true=still.case_waits,
        visible_to=still.is_told,
    ),
    Kind(
        key="moderation.decision",
        label="Décision sur un texte ou sur un compte, et pourquoi",
        who="L’auteur du texte.",
        when="Dès qu’une décision restreint son texte ou son compte : c’est l’exposé des motifs.",
        may_be_off=False,
        at_night=True,
        after_closing=True,
        keeps_address=False,
        still_true=still.decision_holds,
        current=still.measure_now,
    ),
    Kind(
        key="moderation.measure_lifted",
        label="Mesure levée",
        who="La personne concernée.",
        when="Quand la modération met fin à une mesure avant son terme.",
        may_be_off=False,
        at_night=True,
        current=still.others_now,
    ),
    Kind(
        key="moderation.measure_ended",
        label="Mesure arrivée à son terme",
        who="La personne concernée.",
        when="Quand la mesure prend fin d’elle-même.",
        may_be_off=False,
        current=still.others_now,
    ),
    Kind(
        key="moderation.proposal",
        label="Décision à confirmer",
        who="Les personnes qui peuvent être la deuxième à décider.",
        when="Dès que quelqu’un la propose ; la nuit, à qui est d’astreinte.",
        may_be_off=False,
        at_work=True,
        at_night=True,
        still_true=still.proposal_waits,
        visible_to=still.may_confirm,
    ),
    Kind(
        key="moderation.proposal_settled",
        label="Réponse à une décision que vous proposez",
        who="La personne qui l’a proposée.",
        when="Quand une deuxième personne la confirme ou l’écarte.",
        may_be_off=False,
        at_work=True,
        still_true=still.decision_stands,
        visible_to=still.may_open,
    ),
    Kind(
        key="moderation.restored",
        label="Décision levée, ou texte publié",
        who="L’auteur du texte.",
        when="Quand un modérateur revient sur une décision dont on l’avait prévenu, ou publie le "
        "texte qu’il a corrigé.",
        may_be_off=False,
        at_night=True,
        still_true=still.is_back_online,
    ),
    Kind(
        key="moderation.appeal_received",
        label="Recours reçu",
        who="La personne qui conteste une décision.",
        when="Dès qu’elle la conteste.",
        may_be_off=False,
        at_night=True,
    ),
    Kind(
        key="moderation.appeal_to_decide",
        label="Recours à examiner",
        who="Les membres de l’équipe nationale qui n’ont pris aucune part à la décision ; si "
        "aucun ne le peut, les responsables d’autres agences.",
        when="Dès le recours, ou dès qu’ils rejoignent l’équipe.",
        may_be_off=False,
        at_work=True,
        still_true=still.appeal_waits,
        visible_to=still.may_answer,
    ),
    Kind(
        key="moderation.appeal_late",
        label="Recours en retard",
        who="Les mêmes personnes.",
        when="Quand le délai de réponse est passé.",
        may_be_off=False,
        at_work=True,
        still_true=still.appeal_waits,
        visible_to=still.may_answer,
    ),
    Kind(
        key="moderation.appeal_without_decider",
        label="Recours que personne ne peut examiner",
        who="L’adresse de contact du service.",
        when="Dès le recours, puis chaque semaine tant que c’est le cas.",
        may_be_off=False,
        on_site=False,
        at_work=True,
        still_true=still.nobody_answers,
    ),
    Kind(
        key="moderation.many_reports",
        label="Beaucoup de signalements de comptes récents",
        who="L’équipe nationale.",
        when="Quand des comptes récents signalent en nombre une même personne ; une fois par jour.",
        may_be_off=False,
        at_work=True,
        still_true=still.case_waits,
        visible_to=still.may_open,
    ),
    Kind(
        key="moderation.case_late",
        label="Dossier en retard",
        who="Les responsables de l’agence ; relancé par l’équipe nationale, qui peut le décider.",
        when="Quand le délai d’un dossier est passé, une fois ; à chaque relance.",
        may_be_off=False,
        at_work=True,
        still_true=still.case_waits,
        visible_to=still.is_told,
    ),
    Kind(
        key="moderation.still_hidden",
        label="Texte masqué d’office, sans décision",
        who="Qui a le dossier, et l’équipe nationale.",
        when="Quand le délai approche, une fois.",
        may_be_off=False,
        at_work=True,
        still_true=still.is_hidden_meanwhile,
        visible_to=still.is_told,
    ),
    Kind(
        key="moderation.case_old",
        label="Dossier que personne ne décide",
        who="L’adresse de contact du service.",
        when="Quand il attend depuis trop longtemps, puis chaque semaine.",
        may_be_off=False,
        on_site=False,
        at_work=True,
        still_true=still.case_waits,
    ),
    Kind(
        key="moderation.summary",
        label="Ce qui attend, en modération",
        who="Les personnes qui modèrent.",
        when="Le matin, s’il y a quelque chose à décider.",
        may_be_off=False,
        at_work=True,
        visible_to=lambda person, _: can_see_queue(person),
    ),
    Kind(
        key="moderation.appeal_overdue",
        label="Recours sans réponse depuis trop longtemps",
        who="Les responsables de l’équipe nationale et l’adresse de contact du service.",
        when="Quand la dernière limite est passée, une fois.",
        may_be_off=False,
        at_work=True,
        still_true=still.appeal_waits,
        visible_to=still.may_see_appeal,
    ),
    Kind(
        key="moderation.appeal_overturned",
        label="Votre décision a été revue",
        who="La personne qui avait décidé.",
        when="Quand un recours contre sa décision est accepté, en tout ou en partie.",
        may_be_off=False,
        at_work=True,
        visible_to=still.may_open,
    ),
    Kind(
        key="moderation.appeal_decided",
        label="Réponse à un recours",
        who="La personne qui conteste la décision.",
        when="Dès la réponse.",
        may_be_off=False,
        at_night=True,
        after_closing=True,
        keeps_address=False,
        current=still.online_now,
    ),
)


def is_still_to_read(person: User, context: Mapping[str, Any]) -> bool:
    """Whether nobody has read the decision again, and this person may."""
    rows = SecondReading.objects.filter(read_at=None).select_related("decision__case")
    found = rows.filter(pk=context["reading"]).first()
    return found is not None and can_read_again(person, found)


READING_KINDS = (
    Kind(
        key="second_reading.to_read",
        label="Décision à relire",
        who="Les membres de l’agence tirée au sort ; sans autre agence, l’équipe nationale.",
        when="Au début du mois, pour une part des décisions du mois d’avant.",
        channel=Channel.DAILY,
        at_work=True,
        visible_to=is_still_to_read,
    ),
)
