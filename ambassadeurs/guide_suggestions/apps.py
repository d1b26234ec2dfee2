from django.apps import AppConfig


class GuideSuggestionsConfig(AppConfig):
    name = "ambassadeurs.guide_suggestions"
    verbose_name = "Questions à mettre en guide"
