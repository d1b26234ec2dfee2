from django.apps import AppConfig


class MembresConfig(AppConfig):
    name = "communaute.questions.profiles"
    verbose_name = "Membres"

    def ready(self) -> None:
        """Be told of who writes; say what may be reported, and what is erased."""
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from communaute.questions import happenings

        from .moderated import MEMBER
        from .services import erase, open_page

        register_moderated(MEMBER)
        closing.register(closing.Part("profiles", "questions/profiles/closing.html", erase))
        happenings.asked.then(open_page)
        happenings.answered.then(open_page)
        happenings.commented.then(open_page)
