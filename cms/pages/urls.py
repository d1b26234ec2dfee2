from django.urls import path

from . import views as contact
from . import views as events
from . import views as usefulness

app_name = "cms_pages"

urlpatterns = [
    path("contact/", contact.contact, name="contact"),
    path("contact/envoye/", contact.contact_sent, name="contact_sent"),
    path("rendez-vous/<int:pk>/agenda.ics", events.calendar, name="event_calendar"),
    path("avis/", usefulness.vote, name="vote"),
    path("avis/<int:pk>/merci/", usefulness.thanks, name="vote_thanks"),
]
