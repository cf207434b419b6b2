"""What an object stands on."""

from collections.abc import Iterable
from datetime import datetime

from .refs import Ref
from .registry import Need

__all__ = ('stands_on',)


def stands_on(refs: Iterable[Ref], depth: int | None = None, at: datetime | None = None) -> list[Need]:
    """The needs below these objects, nearest first, down to `depth` steps (None: all)."""
    raise LookupError(refs)
