"""What the book records about itself: exceptions to its checks, each with its reason, and how its files were translated."""

from __future__ import annotations

from typing import Annotated

from generator.values import Id, Name, Record, To


class TermException(Record):
    """A record in which the twin of a term is said otherwise, and why."""

    term: Annotated[str, To("term")]
    record: Id
    reason: Name

    @property
    def id(self) -> str:
        return f"{self.term} {self.record}"


class LinkException(Record):
    """An address that is not asked whether it still answers, and why. ``address`` is a whole address, or the name of a host;
    ``*`` stands for any run of characters."""

    address: str
    reason: Name

    @property
    def id(self) -> str:
        """An exception is its own name."""
        return self.address


class FileState(Record):
    """The translation record of a file that holds a list or prose: who or what wrote each language, and who reviewed it."""

    file: str
    translation: dict[str, Annotated[str, To("translation_states")]]

    @property
    def id(self) -> str:
        """A file is its own name."""
        return self.file
