"""What a dossier is to be: its title, its parts, its standard, and the level of it that its documents allow."""

from dataclasses import dataclass, field

from service.dossier.record import Details
from service.model import FULL, Level

WITH_DATA = "pdfa-3a"
"""The profile of a dossier that encloses its data and Word files; the other is pdfa-2a."""

WITH_FILES = 3
"""The part of ISO 19005 that lets files of any kind be enclosed."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a dossier is to be: its title, which parts of its own it has, what is told of it, and its standard.

    `level` is what it may claim: less than the profile names when a document in it reaches less.
    """

    title: str
    profile: str = "pdfa-2a"
    cover: bool = True
    contents: bool = True
    closing: bool = True
    details: Details = field(default_factory=Details)
    level: Level = FULL

    @property
    def part(self) -> int:
        """The part of ISO 19005."""
        return WITH_FILES if self.profile == WITH_DATA else 2
