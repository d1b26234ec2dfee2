from django.apps import AppConfig


class TaggingConfig(AppConfig):
    name = "communaute.questions.tags_admin"
    verbose_name = "Mots-clés tenus par la rédaction"
