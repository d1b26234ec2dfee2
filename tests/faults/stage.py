"""The service under trial, as several tests share it: one start for all of them."""

import os
from collections import Counter
from dataclasses import dataclass, field

from tests.communaute.notifications.smtp import Mailbox
from tests.faults.house import House
from tests.faults.services import Postgres, RedisServer

WITH_SERVICES = bool(os.environ.get("REQUIRE_SERVICES"))


@dataclass
class Stage:
    """The running service, the people who write, and what a mail server of ours received."""

    house: House
    people: list[dict[str, str]]
    mail_port: int
    postgres: Postgres | None = None
    redis: RedisServer | None = None
    box: Mailbox = field(default_factory=Mailbox)
    acknowledged: list[str] = field(default_factory=list)

    def check_kept(self) -> None:
        """All that the service ever said is kept, is kept, once."""
        answers = self.house.people("kept")["answers"]
        assert set(self.acknowledged) <= set(answers)
        assert len(answers) == len(set(answers))

    def received(self) -> Counter[str]:
        return Counter(str(message["Message-ID"]) for _, message in self.box.messages)
