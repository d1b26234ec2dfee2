"""The home of `/gestion/` says, while there is still time, that it will ask for a second factor."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .asking import asked_until


class GracePanel(Component):
    """Above everything else; empty for whom nothing is asked."""

    name = "second_factor"
    template_name = "mfa/admin/grace.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"until": asked_until(request)}
