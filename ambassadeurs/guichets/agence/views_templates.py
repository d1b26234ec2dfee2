"""The ready answers of an agency."""

from django.views.decorators.http import require_http_methods, require_POST

from ..handling.shelf import Shelf
from .views import only_for_agencies

_SHELF = Shelf(
    desk_label="Espace agence",
    desk="guichets:agency_desk",
    every="guichets:agency_templates",
    one="guichets:agency_template",
    delete="guichets:agency_template_delete",
)
_read_or_write = require_http_methods(["GET", "HEAD", "POST"])
agency_templates = _read_or_write(only_for_agencies(_SHELF.list_view))
agency_template = _read_or_write(only_for_agencies(_SHELF.one_view))
agency_template_delete = require_POST(only_for_agencies(_SHELF.delete_view))
