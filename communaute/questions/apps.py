from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "communaute.questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        """Tell the lower rooms what this one brings: moderation, search, mails, site map."""
        from cms.sitemaps import register as register_sitemap
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import answered_in
        from communaute.notifications.replies import register as register_thread
        from socle.clock import register as register_steps
        from socle.search.sources import register as register_source

        from . import kinds, moderated
        from .asking.drafts import STEP as ERASE_DRAFTS
        from .attachments import due as attachments_due
        from .attachments.moderated import FILE
        from .attachments.services import erase_pending
        from .by_mail.mentions import THREAD as MENTIONS
        from .by_mail.threads import COMMENTS, QUESTIONS
        from .mentions import closing as mentions_closing
        from .mentions import kinds as mentions_kinds
        from .profiles.moderated import MEMBER
        from .profiles.services import erase as erase_profile
        from .reading.lists import QuestionSitemap, SpaceSitemap
        from .revisions.versions import erase as erase_revisions
        from .routing import kinds as routing_kinds
        from .routing import services as routing_due
        from .search import SOURCE
        from .spaces.finding import SOURCE as SPACES
        from .subscriptions import kinds as subscriptions_kinds

        register_source(SOURCE)
        register_source(SPACES)
        register_sitemap("questions", QuestionSitemap)
        register_sitemap("espaces", SpaceSitemap)
        register_kinds(*kinds.KINDS, *mentions_kinds.KINDS)
        register_kinds(*routing_kinds.KINDS, *subscriptions_kinds.KINDS)
        for thread in (QUESTIONS, COMMENTS, MENTIONS):
            register_thread(thread)
        answered_in("question", *routing_kinds.ANSWERED_BY_MAIL)
        answered_in("question", *(kind.key for kind in subscriptions_kinds.KINDS))
        register_steps(ERASE_DRAFTS, routing_due.STEP, *attachments_due.STEPS)
        for moderated_type in (*moderated.moderated_types(), MEMBER, FILE):
            register_moderated(moderated_type)
        # What leans on texts goes first, and files last.
        where = "questions/{}/closing.html"
        mentioned = (mentions_closing.erase, mentions_closing.hold)
        for part in (
            closing.Part("subscriptions", where.format("subscriptions")),
            closing.Part("profiles", where.format("profiles"), erase_profile),
            closing.Part("revisions", where.format("revisions"), erase_revisions),
            closing.Part("mentions", where.format("mentions"), *mentioned),
            closing.Part("questions", "questions/closing.html"),
            closing.Part("attachments", where.format("attachments"), erase_pending),
        ):
            closing.register(part)
