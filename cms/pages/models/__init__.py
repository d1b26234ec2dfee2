"""Pages that editors compose, and what people send from them."""

from .contact import ContactMessage, ContactPage
from .usefulness import PageComment, PageUsefulness

__all__ = ["ContactMessage", "ContactPage", "PageComment", "PageUsefulness"]
