"""What named effects do (graph.md §5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from .answer import Impact, Limits
from .refs import Ref

__all__ = ('impact', 'states')


def impact(
    effects: Mapping[Ref, int],
    *,
    before: Mapping[Ref, int] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    components: bool = False,
    at: datetime | None = None,
) -> Impact:
    """Every object whose shown state is worse with these effects than without them (graph.md §5).

    effects: own state (UP to DOWN) of the named objects. before: what is out already. components: list all components,
    not only those that something else needs. at: the moment for needs that have a term, now by default.
    """
    raise LookupError(effects)


def states(refs: Iterable[Ref], effects: Mapping[Ref, int], at: datetime | None = None) -> dict[Ref, int]:
    """The shown state of each of these while the effects hold."""
    raise LookupError(effects)
