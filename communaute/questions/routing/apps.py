from django.apps import AppConfig


class ReachingConfig(AppConfig):
    name = "communaute.questions.routing"
    verbose_name = "Personnes prévenues"

    def ready(self) -> None:
        """Be told of what happens to questions; say what this room tells, and does later."""
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import answered_in
        from communaute.questions import happenings
        from socle.clock import register as register_steps

        from . import services
        from .due import STEP
        from .kinds import ANSWERED_BY_MAIL, KINDS

        register_kinds(*KINDS)
        answered_in("question", *ANSWERED_BY_MAIL)
        register_steps(STEP)
        happenings.asked.then(services.reach_first)
        happenings.question_moved.then(services.question_moved)
        happenings.answer_lost.then(services.reach_again)
        happenings.question_hidden.then(services.take_back)
        happenings.question_shown.then(services.give_back_to_asked)
