from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "communaute.questions.feeds"
    verbose_name = "Fils Atom"
