from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    name = "communaute.territoires"
    verbose_name = "Territoires"
