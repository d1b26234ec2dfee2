"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind, Priority

KINDS = (
    Kind(
        key="donnees.export_ready",
        label="La copie de vos données est prête",
        who="La personne qui l’a demandée.",
        when="Dès que la copie est faite. Périme avec elle.",
        may_be_off=False,
        priority=Priority.SOON,
    ),
)
