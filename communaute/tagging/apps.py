from django.apps import AppConfig


class TaggingConfig(AppConfig):
    name = "communaute.tagging"
    verbose_name = "Mots-clés tenus par la rédaction"
