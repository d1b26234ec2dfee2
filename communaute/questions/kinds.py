"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Channel, Kind

KINDS = (
    Kind(
        key="questions.first_answer",
        label="Première réponse à votre question",
        who="La personne qui a posé la question.",
        when="Dès que quelqu’un d’autre répond pour la première fois.",
    ),
    Kind(
        key="questions.new_answer",
        label="Nouvelle réponse à votre question",
        who="La personne qui a posé la question.",
        when="À chaque réponse suivante.",
        channel=Channel.NONE,
    ),
    Kind(
        key="questions.answer_accepted",
        label="Votre réponse a été retenue",
        who="L’auteur de la réponse.",
        when="Quand la personne qui a posé la question retient sa réponse.",
        channel=Channel.NONE,
    ),
)
