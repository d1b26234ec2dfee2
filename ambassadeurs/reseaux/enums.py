from django.db import models


class ReseauKind(models.TextChoices):
    CHALEUR = "chaleur", "Chaleur"
    FROID = "froid", "Froid"


class ReseauStatus(models.TextChoices):
    EXISTANT = "existant", "En service"
    EN_CONSTRUCTION = "en_construction", "En construction"


class Outcome(models.TextChoices):
    """The eleven outcomes of an address test, in the order of evaluation."""

    PDP_EXISTANT = "dans_pdp_reseau_existant", "Dans le périmètre prioritaire d’un réseau"
    PDP_FUTUR = "dans_pdp_reseau_futur", "Dans le périmètre prioritaire d’un futur réseau"
    EXISTANT_TRES_PROCHE = "reseau_existant_tres_proche", "Réseau très proche"
    FUTUR_TRES_PROCHE = "reseau_futur_tres_proche", "Futur réseau très proche"
    ZONE_FUTURE = "dans_zone_reseau_futur", "Dans la zone d’un futur réseau"
    EXISTANT_PROCHE = "reseau_existant_proche", "Réseau proche"
    FUTUR_PROCHE = "reseau_futur_proche", "Futur réseau proche"
    EXISTANT_LOIN = "reseau_existant_loin", "Réseau à moins d’un kilomètre"
    FUTUR_LOIN = "reseau_futur_loin", "Futur réseau à moins d’un kilomètre"
    COMMUNE_SANS_TRACE = (
        "dans_ville_reseau_existant_sans_trace",
        "Réseau dans la commune, tracé inconnu",
    )
    TROP_ELOIGNE = "trop_eloigne", "Pas de réseau à proximité"


class Precision(models.TextChoices):
    """How sure we are of the point tested."""

    ADRESSE = "adresse", "Adresse exacte"
    APPROXIMATIVE = "approximative", "Position approximative"
    COMMUNE = "commune", "Centre de la commune"
    POINT = "point", "Point choisi"
