from django.db import models


class AmbassadeurStatus(models.TextChoices):
    PENDING = "en_attente", "En attente de vérification"
    VERIFIED = "verifie", "Vérifié"
    REFUSED = "refuse", "Refusé"
    WITHDRAWN = "retire", "Retiré"


class AmbassadeurRole(models.TextChoices):
    CONSEIL_SYNDICAL = "conseil_syndical", "Conseil syndical"
    COPROPRIETAIRE = "coproprietaire", "Copropriétaire"
    SYNDIC = "syndic", "Syndic"


class HotWater(models.TextChoices):
    COLLECTIVE = "collective", "Collective"
    INDIVIDUELLE = "individuelle", "Individuelle"


class RetourState(models.TextChoices):
    DRAFT = "brouillon", "Brouillon"
    PROPOSED = "propose", "Proposé à la relecture"
    PUBLISHED = "publie", "Publié"


class Again(models.TextChoices):
    """Whether the copropriété would choose the network again."""

    YES = "oui", "Oui, nous le referions"
    DIFFERENTLY = "autrement", "Oui, mais autrement"
    NO = "non", "Non, nous ne le referions pas"


class FigureKey(models.TextChoices):
    GAS_BEFORE = "gaz_avant", "Énergie achetée avant : gaz"
    FUEL_BEFORE = "fioul_avant", "Énergie achetée avant : fioul"
    # Told before the unit was asked: kept, and asked again when its sheet is edited.
    KWH_BEFORE = "kwh_avant", "Énergie achetée avant, unité à préciser"
    KWH_AFTER = "kwh_apres", "Chaleur livrée après"
    POWER = "puissance", "Puissance souscrite"
    COST_BEFORE = "cout_avant", "Coût du chauffage avant, par lot et par an"
    COST_AFTER = "cout_apres", "Coût du chauffage après, par lot et par an"
    NETWORK_PRICE = "prix_reseau", "Prix de la chaleur du réseau"
    WORKS_GROSS = "travaux_brut", "Coût des travaux avant aides, par lot"
    WORKS_NET = "travaux_net", "Coût des travaux après aides, par lot"


FIGURE_UNITS = {
    FigureKey.GAS_BEFORE: "kWh PCS par an, immeuble entier",
    FigureKey.FUEL_BEFORE: "litres par an, immeuble entier",
    FigureKey.KWH_BEFORE: "kWh par an, immeuble entier",
    FigureKey.KWH_AFTER: "kWh par an, immeuble entier",
    FigureKey.POWER: "kW, immeuble entier",
    FigureKey.COST_BEFORE: "€ TTC par lot et par an",
    FigureKey.COST_AFTER: "€ TTC par lot et par an",
    FigureKey.NETWORK_PRICE: "€ TTC par MWh",
    FigureKey.WORKS_GROSS: "€ TTC par lot",
    FigureKey.WORKS_NET: "€ TTC par lot",
}

# Told again each year; works are paid once, a subscription is for years.
YEARLY = frozenset(FigureKey) - {FigureKey.WORKS_GROSS, FigureKey.WORKS_NET, FigureKey.POWER}
