from wagtail.snippets.models import register_snippet

from .wordings.admin import WordingViewSet

register_snippet(WordingViewSet)
