"""What the desks and the national team tell people: their part of the catalogue."""

from ambassadeurs.demandes.mails import standing
from communaute.notifications.catalogue import Channel, Kind, Priority

from .standing import is_in_hand, is_still_the_day, is_still_there, may_be_theirs

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
        still_true=standing.waits,
        visible_to=standing.reads,
    ),
    Kind(
        key="guichets.status",
        label="Suivi de ma demande de raccordement",
        who="La personne qui a fait la demande.",
        when="Quand l’exploitant fait avancer sa demande ; rien quand il revient en arrière.",
        still_true=is_still_there,
        visible_to=standing.listens,
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
