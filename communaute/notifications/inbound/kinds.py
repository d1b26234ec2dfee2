"""What is told of mails received, and of an address that refuses ours."""

from ..catalogue import Channel, Kind, Priority

WRITER = "La personne qui a répondu par courriel."

KINDS = (
    Kind(
        key="notifications.reply_done",
        label="Votre réponse par courriel est arrivée",
        who=WRITER,
        when="Dès que la réponse est publiée ou transmise.",
        on_site=False,
    ),
    Kind(
        key="notifications.reply_refused",
        label="Votre réponse par courriel n’a pas pu être prise",
        who="La personne qui a répondu par courriel, à l’adresse de son compte seulement.",
        when="Dès qu’elle arrive ; une fois par jour au plus si l’adresse de réponse ne vaut rien.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
    Kind(
        key="notifications.mail_stopped",
        label="Nos courriels n’arrivent plus chez vous",
        who="La personne dont l’adresse refuse nos courriels.",
        when="Après plusieurs refus en peu de jours.",
        channel=Channel.NONE,
        may_be_off=False,
    ),
)
