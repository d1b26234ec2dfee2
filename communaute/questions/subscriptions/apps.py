from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "communaute.questions.subscriptions"
    verbose_name = "Suivis"

    def ready(self) -> None:
        """Be told of what is written in questions; say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import answered_in
        from communaute.questions import happenings

        from . import services
        from .kinds import KINDS
        from .querysets import mark_questions, mark_spaces, mark_tags

        register_kinds(*KINDS)
        answered_in("question", *(kind.key for kind in KINDS))
        closing.register(closing.Part("subscriptions", "questions/subscriptions/closing.html"))
        happenings.asked.then(services.question_asked)
        happenings.answered.then(services.answer_written)
        happenings.answer_shown.then(services.tell_followers_of_answer)
        happenings.question_hidden.then(services.take_back_from_followers)
        happenings.question_shown.then(services.give_back_to_followers)
        happenings.wants_news.then(services.wants_news)
        happenings.mark_questions.then(mark_questions)
        happenings.mark_spaces.then(mark_spaces)
        happenings.mark_tags.then(mark_tags)
