"""The numbers of the room: how many files one text may have, how long one waits for its text."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class FileNumbers(RoomNumbers, room="attachments"):
    files_max: int = 4
    # Of somebody whom the service does not know yet.
    newcomer_images: int = 1
    newcomer_pdfs: int = 0
    waiting_hours: int = 24


NUMBERS = live(FileNumbers)
