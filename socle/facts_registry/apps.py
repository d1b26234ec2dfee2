from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "socle.facts_registry"
    label = "facts"
    verbose_name = "Chiffres"
