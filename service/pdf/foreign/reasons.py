"""Why a PDF from elsewhere is refused: each reason with its place, what is required, what was found, how to mend it."""

from dataclasses import asdict, dataclass
from typing import Any

MOST_REASONS = 60
"""More of one file are not told: whoever mends these will mend the others."""

AGAIN = "xin in tệp ra PDF lại (Microsoft Print to PDF, hoặc LibreOffice: Xuất ra PDF) rồi gửi tệp mới"


@dataclass(frozen=True)
class Reason:
    """One reason; `page` counts from 1, None where it is the whole file."""

    rule: str
    said: str
    mend: str
    page: int | None = None

    @property
    def detail(self) -> str:
        """Give the sentence for the reader."""
        place = f"Trang {self.page}: " if self.page else ""
        said = self.said if place else self.said[:1].upper() + self.said[1:]
        return f"{place}{said}; {self.mend}."

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape."""
        return asdict(self)


class Reasons:
    """The reasons found so far, each once."""

    def __init__(self) -> None:
        self._found: dict[Reason, None] = {}

    def add(self, rule: str, said: str, mend: str, page: int | None = None) -> None:
        """Note a reason."""
        if len(self._found) < MOST_REASONS:
            self._found.setdefault(Reason(rule, said, mend, page))

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self._found)

    def has(self, rule: str) -> bool:
        """Say whether a reason of that kind was found."""
        return any(reason.rule == rule for reason in self._found)

    def told(self) -> list[Reason]:
        """Give all, those of the whole file first, then by page."""
        return sorted(self._found, key=lambda r: r.page or 0)
