from django.urls import path

from .members import views as members
from .views import demandes, threads

app_name = "demandes"

_base = "mises-en-relation/"
_thread = f"{_base}<uuid:public_id>/"

urlpatterns = [
    path(_base, demandes.exchanges, name="list"),
    path(f"{_base}nouvelle/", demandes.new, name="new"),
    path(f"{_base}groupe/<uuid:batch>/retirer/", demandes.withdraw_group, name="withdraw_group"),
    path(_thread, threads.detail, name="detail"),
    path(f"{_thread}envoyee/", demandes.sent, name="sent"),
    path(f"{_thread}membres/", members.share, name="share_with_members"),
    path(f"{_thread}suivre/", members.join, name="follow"),
    path(f"{_thread}partager/", threads.share, name="share"),
    path(f"{_thread}ne-plus-partager/", threads.keep, name="keep"),
    path(f"{_thread}clore/", threads.close, name="close"),
    path(f"{_thread}remercier/", threads.thank, name="thank"),
    path(f"{_thread}rouvrir/", threads.reopen, name="reopen"),
    path(f"{_thread}bloquer/", threads.block_person, name="block"),
    path(f"{_base}blocages/<int:pk>/lever/", threads.unblock_person, name="unblock"),
    path(f"{_thread}fichiers/<int:pk>/", threads.attachment, name="attachment"),
    path(f"{_thread}messages/<int:pk>/signaler/", threads.report, name="report_message"),
]
