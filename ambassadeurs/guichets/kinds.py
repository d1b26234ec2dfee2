"""What the desks tell people: their part of the catalogue."""

from communaute.notifications.catalogue import Channel, Kind

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
    ),
    Kind(
        key="guichets.come_back",
        label="Demande à relancer",
        who="La personne qui suit la demande à l’exploitant ou à l’agence, sinon ses collègues.",
        when="Le jour choisi pour y revenir, si rien n’a été répondu depuis.",
        channel=Channel.DAILY,
        at_work=True,
    ),
    Kind(
        key="guichets.nudge",
        label="Relance d’une collectivité ou de l’équipe nationale",
        who="Les personnes qui répondent pour l’exploitant ou l’agence, sinon leur adresse.",
        when="Quand la collectivité relance une demande en retard sur son territoire, ou l’équipe "
        "nationale.",
        may_be_off=False,
        at_work=True,
    ),
    Kind(
        key="guichets.status",
        label="Suivi de ma demande de raccordement",
        who="La personne qui a fait la demande.",
        when="Quand l’exploitant fait avancer sa demande ; rien quand il revient en arrière.",
    ),
)
