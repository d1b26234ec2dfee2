"""What a load created, in words."""

from collections import Counter


class Report:
    """Counts what was created, by kind (singular, plural), in the order of creation."""

    def __init__(self) -> None:
        self.created: Counter[tuple[str, str]] = Counter()

    def add(self, one: str, many: str, number: int = 1) -> None:
        if number:
            self.created[one, many] += number

    @property
    def changed(self) -> bool:
        return bool(self.created)

    def lines(self) -> list[str]:
        return [
            f"{number} {many if number > 1 else one}"
            for (one, many), number in self.created.items()
        ]
