"""What a target may be set on, and where a quoted sentence comes from."""

from django.db import models

from . import indicators as keys


class Aim(models.TextChoices):
    """A figure of `/stats/`, by its key there."""

    CONNECTED = keys.CONNECTED, "Copropriétés raccordées après un contact ici"
    CO2 = "co2_tonnes", "Tonnes de CO2 évitées par an"
    ASKED = keys.ASKED, "Mises en relation"
    HELD = keys.HELD, "Visites tenues"
    TESTS = keys.TESTS, "Adresses testées"
    QUESTIONS = keys.QUESTIONS, "Questions posées"
    FAST = "part_reponse_rapide", "Part des questions vite répondues (%)"
    USEFUL = "part_avis_utiles", "Part des personnes aidées (%)"
    AMBASSADORS = keys.AMBASSADORS, "Ambassadeurs vérifiés"
    BUILDINGS = keys.BUILDINGS, "Copropriétés ambassadrices"
    COVERED = keys.COVERED, "Réseaux avec un ambassadeur"
    GUIDES = keys.GUIDES, "Guides publiés"

    @property
    def is_share(self) -> bool:
        return self in {Aim.FAST, Aim.USEFUL}


class Source(models.TextChoices):
    """Where somebody said it."""

    EXCHANGE = "echange", "après un échange ou une visite"
    PAGE = "page", "au pied d’une page"
