from django.apps import AppConfig


class RevisingConfig(AppConfig):
    name = "communaute.questions.revisions"
    verbose_name = "Textes modifiés"

    def ready(self) -> None:
        """Say what is erased."""
        from communaute.comptes import closing

        from .closing import erase

        closing.register(closing.Part("revisions", "questions/revisions/closing.html", erase))
