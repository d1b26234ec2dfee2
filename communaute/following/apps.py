from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "communaute.following"
    verbose_name = "Suivis"

    def ready(self) -> None:
        """Be told of what is written in questions; say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.questions import followers

        from . import services
        from .kinds import KINDS
        from .querysets import mark_questions, mark_spaces

        register_kinds(*KINDS)
        closing.register(closing.Part("following", "following/closing.html"))
        followers.register(
            followers.Followers(
                asked=services.question_asked,
                answered=services.answer_written,
                answer_shown=services.tell_followers_of_answer,
                question_hidden=services.take_back_from_followers,
                question_shown=services.give_back_to_followers,
                wants=services.wants_news,
                mark_questions=mark_questions,
                mark_spaces=mark_spaces,
            )
        )
