from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "communaute.feeds"
    verbose_name = "Fils Atom"
