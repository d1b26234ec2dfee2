"""A menu that exists gets the page of visits and events, after the ambassadors: a new installation
has it from `first.MAIN_MENU`. Editors take it away or move it as they like."""

from typing import Any

from django.db import migrations
from django.db.models import F

LABEL, ADDRESS, BEFORE, MOST = "Visites et rendez-vous", "/agenda/", "/ambassadeurs/", 8


def add_entry(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("cms_site", "MainEntry").objects
    ambassadors = entries.filter(address=BEFORE).first()
    if ambassadors is None or entries.count() >= MOST or entries.filter(address=ADDRESS).exists():
        return
    place = (ambassadors.sort_order or 0) + 1
    entries.filter(menus=ambassadors.menus_id, sort_order__gte=place).update(
        sort_order=F("sort_order") + 1
    )
    entries.create(menus_id=ambassadors.menus_id, label=LABEL, address=ADDRESS, sort_order=place)


class Migration(migrations.Migration):
    dependencies = [("cms_site", "0003_easy_pages")]

    operations = [migrations.RunPython(add_entry, migrations.RunPython.noop)]
