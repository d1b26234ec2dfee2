from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "communaute.moderation"
    verbose_name = "Modération"
