from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "socle.facts"
    label = "facts"
    verbose_name = "Chiffres"
