from django.apps import AppConfig


class MentionsConfig(AppConfig):
    name = "communaute.questions.mentions"
    verbose_name = "Mentions"

    def ready(self) -> None:
        """Be told of what is written in questions; say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import register as register_thread
        from communaute.questions import happenings

        from . import services
        from .by_mail import THREAD
        from .closing import erase, hold
        from .kinds import KINDS

        register_kinds(*KINDS)
        register_thread(THREAD)
        closing.register(closing.Part("mentions", "questions/mentions/closing.html", erase, hold))
        happenings.answered.then(services.name_people_of_new)
        happenings.commented.then(services.name_people_of_new)
        happenings.edited.then(services.name_people)
        happenings.rendered.then(services.link_again)
        happenings.answer_shown.then(services.tell_again)
        happenings.comment_shown.then(services.tell_again)
