"""The beginning of each request, already written: one completes it rather than facing a blank."""

import re

from socle.words import network

from .enums import Purpose
from .recipients import Recipient

_HELLO = "Bonjour {name},"
_STARTS = {
    Purpose.QUESTION: (
        f"{_HELLO}\n\n"
        "Notre copropriété réfléchit à se raccorder au réseau de chaleur. "
        "Vous l’avez fait : votre expérience nous aiderait.\n\n"
        "Ma question : "
    ),
    Purpose.VISITE: (
        f"{_HELLO}\n\n"
        "Notre copropriété réfléchit à se raccorder au réseau de chaleur. "
        "Pourrions-nous visiter votre chaufferie et parler de votre expérience ?\n\n"
        "Nous serions une ou deux personnes du conseil syndical, plutôt disponibles en fin de "
        "journée. Chacune s’inscrira à la date que vous proposerez."
    ),
    Purpose.REUNION: (
        f"{_HELLO}\n\n"
        "Notre copropriété prépare son assemblée générale, qui parlera du réseau de chaleur. "
        "Pourriez-vous venir à notre réunion d’information, sur place ou à distance, raconter "
        "comment cela s’est passé chez vous ?\n\n"
        "Le jour, l’heure et le lieu : "
    ),
    Purpose.RENDEZ_VOUS: (
        "Bonjour,\n\n"
        "Notre copropriété étudie son raccordement{network}. "
        "Nous aimerions vous rencontrer pour savoir si c’est possible, à quelles conditions "
        "et dans quels délais.\n\n"
        "Nous sommes plutôt disponibles en fin de journée."
    ),
    Purpose.DEVIS: (
        "Bonjour,\n\n"
        "Notre copropriété étudie son raccordement{network}. "
        "Pourriez-vous nous dire ce qu’il vous faut pour établir un devis, "
        "et quand nous pourrions le recevoir ?"
    ),
    Purpose.CONSEIL: (
        "Bonjour,\n\n"
        "Notre copropriété réfléchit à remplacer son chauffage et s’intéresse au réseau de "
        "chaleur. Pourriez-vous nous conseiller sur les étapes et les aides ?"
    ),
}

# What these begin with says nothing yet: how it is asked to be completed.
UNFINISHED: dict[str, str] = {
    Purpose.QUESTION: "Écrivez votre question à la suite de « Ma question : ».",
    Purpose.REUNION: "Écrivez quand et où, à la suite de « Le jour, l’heure et le lieu : ».",
}


def start(recipient: Recipient, purpose: str) -> str:
    """The text to begin with; empty for a purpose that is not known."""
    if purpose not in _STARTS:
        return ""
    joined = f" au {network(recipient.reseau.name)}" if recipient.reseau else ""
    return _STARTS[Purpose(purpose)].format(name=recipient.name, network=joined)


def greet_anew(text: str, *, former: str, name: str) -> str:
    """The text with its greeting to `former`, if it begins with one, made to `name`."""
    greeting = rf"\s*(Bonjour|Bonsoir) {re.escape(former)}(?=\s*(?:[,;:.!]|\n|$))"
    return re.sub(greeting, lambda found: f"{found[1]} {name}", text, count=1) if former else text
