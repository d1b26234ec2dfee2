from django.apps import AppConfig


class RevisingConfig(AppConfig):
    name = "communaute.revising"
    verbose_name = "Textes modifiés"
