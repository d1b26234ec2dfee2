from django.apps import AppConfig


class MembresConfig(AppConfig):
    name = "communaute.questions.profiles"
    verbose_name = "Membres"

    def ready(self) -> None:
        """Say what may be reported, and what is erased."""
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated

        from .moderated import MEMBER
        from .services import erase

        register_moderated(MEMBER)
        closing.register(closing.Part("profiles", "questions/profiles/closing.html", erase))
