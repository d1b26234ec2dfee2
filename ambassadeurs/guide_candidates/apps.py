from django.apps import AppConfig


class GuideSuggestionsConfig(AppConfig):
    name = "ambassadeurs.guide_candidates"
    verbose_name = "Questions à mettre en guide"
