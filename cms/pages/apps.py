from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "cms_pages"
    verbose_name = "Pages de la rédaction"

    def ready(self) -> None:
        from wagtail.views import serve

        from cms.rights import register_rights
        from cms.starter import EDITORS, TEAM, register_starter
        from communaute.notifications.catalogue import register_kinds
        from socle.forms import PageForm
        from socle.parameters import varies_with
        from socle.scheduler import register_steps

        from .services import KINDS, STEPS, add_kinds, create_pages

        add_kinds()
        register_kinds(*KINDS)
        register_starter(create_pages)
        register_rights(
            "cms_pages",
            *("view_contactmessage", "change_contactmessage", "view_pagecomment"),
            groups=(EDITORS, TEAM),
        )
        register_steps(*STEPS)
        varies_with(PageForm)(serve)
