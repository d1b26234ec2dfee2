"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind, Priority

KINDS = (
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
