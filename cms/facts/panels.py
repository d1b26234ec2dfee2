"""What an editor reads above a page that cites a figure whose term has passed."""

from typing import Any

from wagtail.admin.panels import Panel


class ExpiredFactsPanel(Panel):
    """Above the fields: the figures to read again, each leading to where it is changed. Nothing
    when all are current."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/expired_facts.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.expired_facts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"facts": self.instance.expired_facts}
