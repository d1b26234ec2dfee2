"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Channel, Kind

KINDS = (
    Kind(
        key="review.to_read",
        label="Décision à relire",
        who="Les membres de l’agence tirée au sort ; sans autre agence, l’équipe nationale.",
        when="Au début du mois, pour une part des décisions du mois d’avant.",
        channel=Channel.DAILY,
        at_work=True,
    ),
)
