"""Receive mails: piped by a mail server, or fetched from a mailbox."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from communaute.notifications.inbound.services import read_piped, receive
from communaute.notifications.reply_addresses import TryLater

from ...inbound import steps

# sysexits.h: the mail server keeps the mail and pipes it again later.
EX_TEMPFAIL = 75


class Command(BaseCommand):
    help = (
        "Reçoit les réponses par courriel : celles de la boîte de IMAP_URL, ou un message donné "
        "sur l’entrée standard (--stdin)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--stdin", action="store_true", help="Lit un message entier sur l’entrée standard."
        )
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="ADRESSE",
            help="À qui le serveur dit que le message est adressé (avec --stdin).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stdin"]:
            self._piped(options["recipient"])
        else:
            self._fetched()

    def _fetched(self) -> None:
        where = steps.configured_mailbox()
        if where is None:
            message = "Posez IMAP_URL, ou donnez un message sur l’entrée standard avec --stdin."
            raise CommandError(message)
        try:
            done = steps.fetch(where)
        except steps.UNREACHABLE as error:
            message = f"la boîte ne répond pas : {type(error).__name__}"
            raise CommandError(message, returncode=EX_TEMPFAIL) from error
        self.stdout.write(", ".join(f"{name} : {count}" for name, count in done.items()) or "rien")

    def _piped(self, recipients: list[str]) -> None:
        """Code 0 when the mail has been dealt with, whatever became of it; 75 to get it again."""
        raw, size = read_piped(sys.stdin.buffer)
        try:
            state = receive(raw, recipients=recipients, size=size)
        except (TryLater, Error) as error:
            message = f"à réessayer : {type(error).__name__}"
            raise CommandError(message, returncode=EX_TEMPFAIL) from error
        self.stdout.write(state.label)
