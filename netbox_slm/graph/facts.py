"""A need as SQL: where its rows stand, and which columns name the dependent and the needed object.

Facts of many providers are read by one statement per step (`reading.py`), so their SQL is kept in pieces. In all of it
`{ct[dcim.site]}` is the id of a content type and `{at}` the moment asked. Tables have the alias `t`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..engine.structure import GROUP, REQUIRED, SOFT, UP
from .refs import Ref
from .registry import Need

__all__ = ('ANY', 'HOLDS', 'Fact', 'SqlProvider')

ANY = '*'
HOLDS = '(t.since IS NULL OR t.since <= {at}) AND (t.until IS NULL OR t.until > {at})'
KINDS = {REQUIRED: 'required', SOFT: 'soft', GROUP: 'group'}


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of need. The needs are the rows of `source` for which `where` holds.

    dependent, needed: type labels, or ANY with the content type in `dependent_type`, `needed_type`. dependent_id,
    needed_id: columns. relation: what the needed object is to the dependent. kind: REQUIRED, SOFT or GROUP. least:
    only states from here on pass. group, minimum: which group of the dependent (its only one by default), and N.
    """

    relation: str
    dependent: str
    needed: str
    source: str
    needed_id: str
    dependent_id: str = 't.id'
    where: str = ''
    kind: int = REQUIRED
    least: int = UP
    dependent_type: str = ''
    needed_type: str = ''
    group: str = '0'
    minimum: str = '1'

    @property
    def is_column(self) -> bool:
        """Whether forward it is one more column of the dependent's own row."""
        return self.dependent_id == 't.id' and ' ' not in self.source and self.kind == REQUIRED and self.needed != ANY


class SqlProvider:
    """A provider of facts that the database states; each subclass is one row of graph.md and says its rule.

    pairs: facts of which the needed object bears the dependent, so that reach passes on with it (graph.md §4).
    """

    key = ''
    label: object = ''
    by_default = True
    facts: tuple[Fact, ...] = ()

    @cached_property
    def dependents(self) -> frozenset[str]:
        """Types whose needs it knows."""
        return frozenset(fact.dependent for fact in self.facts)

    @cached_property
    def needed(self) -> frozenset[str]:
        """Types that something needs by it."""
        return frozenset(fact.needed for fact in self.facts)

    def needs(self, refs: Sequence[Ref]) -> list[Need]:
        """All needs of these dependents by this fact. One query."""
        from .reading import Reader  # noqa: PLC0415 - it reads facts

        return Reader().needs_of(self, refs)

    def needed_by(self, refs: Sequence[Ref]) -> Iterable[Ref]:
        """The objects that need any of these by this fact. One query."""
        from .reading import Reader  # noqa: PLC0415 - it reads facts

        return Reader().needed_by(self, refs)
