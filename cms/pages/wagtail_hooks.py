from wagtail import hooks

from .contact.admin import NAME, MessageViewSet


@hooks.register("register_admin_viewset")
def contact_messages() -> MessageViewSet:
    return MessageViewSet(NAME)
