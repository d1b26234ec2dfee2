"""Statements of reasons, as the Commission's database wants them."""

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from itertools import batched
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communaute.moderation.numbers import TRANSPARENCY_NUMBERS
from communaute.moderation.transparency.commission import as_statement, to_export

TIMEOUT_S = 30


class Command(BaseCommand):
    help = (
        "Écrit dans un fichier JSON les exposés des motifs d’une période, sous la forme de la base "
        "de données de la Commission (règlement sur les services numériques, article 24(5))."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="fichier à écrire")
        parser.add_argument("--from", dest="first", type=_day, required=True, help="AAAA-MM-JJ")
        parser.add_argument("--until", type=_day, required=True, help="AAAA-MM-JJ, ce jour exclu")
        parser.add_argument(
            "--send",
            action="store_true",
            help="les envoie aussi à la Commission (il faut DSA_DATABASE_TOKEN)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["until"] <= options["first"]:
            raise CommandError("La fin de la période doit suivre son début.")
        if options["send"] and not settings.DSA_DATABASE_TOKEN:
            raise CommandError("L’envoi est éteint : posez DSA_DATABASE_TOKEN pour l’allumer.")
        found = [as_statement(one) for one in to_export(options["first"], options["until"])]
        text = json.dumps({"statements": found}, ensure_ascii=False, indent=1)
        options["file"].write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(found)} exposé(s) des motifs dans {options['file']}.")
        if options["send"]:
            self._send(found)

    def _send(self, found: list[dict[str, Any]]) -> None:
        for batch in batched(found, TRANSPARENCY_NUMBERS.export_batch, strict=False):
            answer = httpx.post(
                f"{settings.DSA_DATABASE_URL}/statements",
                json={"statements": batch},
                headers={"Authorization": f"Bearer {settings.DSA_DATABASE_TOKEN}"},
                timeout=TIMEOUT_S,
            )
            if answer.is_error:
                message = f"La Commission a refusé ({answer.status_code}) : {answer.text[:500]}"
                raise CommandError(message)
        self.stdout.write(f"{len(found)} exposé(s) envoyé(s).")


def _day(text: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(text), time()))
