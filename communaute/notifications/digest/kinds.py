"""The mail that gathers what waits for the morning: a kind of its own."""

from ..catalogue import DIGEST, Kind
from .content import fill, settle

KIND = Kind(
    key=DIGEST,
    label="Le courriel qui réunit vos nouvelles",
    who="La personne qui a choisi « chaque jour » ou « chaque semaine », ou n’a rien changé.",
    when="Le matin, s’il y a du nouveau qu’elle n’a pas déjà lu sur le site.",
    on_site=False,
    fill=fill,
    settle=settle,
)
