"""The units of the figures: a closed list, so that the same thing is never written two ways."""

GRAMS = "g de CO2 par kWh"
CUMAC = "kWh cumac"

# Nothing, for a date, a year or a ratio.
UNITS = (
    *("", "%", "% du budget", "% des travaux", "% des travaux prévus"),
    *("€", "€ HT", "€ par logement", "€ par MWh", "€ par MWh cumac", "€ par an"),
    *("€ par MWh PCS", "€ par litre", "€ HT par kW", "€ HT par kW et par an", "€ HT par MWh"),
    *("litres par MWh", "heures par an"),
    *("g de CO2", GRAMS, "kg de CO2", "t de CO2", "t de CO2 par an"),
    *("kW", "kWh", "MWh", "MWh par an", "GWh", "TWh", "kWh par m² par an"),
    *(CUMAC, "kWh cumac par logement", "kWh de chaleur par kWh d’électricité"),
    "kWh PCS par kWh PCI",
    *("m", "km", "m²", "°C"),
    *("jours", "semaines", "mois", "ans"),
    *("logements", "bâtiments", "copropriétés", "réseaux", "réseaux environ", "villes"),
)
CHOICES = [(unit, unit or "aucune") for unit in UNITS]
