"""Lines of many figures as columns; a line by itself is made only where somebody looks at it."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, overload

import numpy as np

from ...choices import ContributionKindChoices, ContributionReasonChoices
from ...engine.instants import I64, NO_END_US
from .model import Contribution
from .ways import Way

__all__ = ('KINDS', 'NONE', 'REASONS', 'LineTable', 'Lines', 'place_of_kind', 'place_of_reason')

KINDS: tuple[str, ...] = tuple(ContributionKindChoices.values())
REASONS: tuple[str, ...] = ('', *ContributionReasonChoices.values())
NONE = -1


def place_of_kind(kind: str) -> int:
    """Its place in `KINDS`."""
    return KINDS.index(kind)


def place_of_reason(reason: str) -> int:
    """Its place in `REASONS`."""
    return REASONS.index(reason)


class LineTable(NamedTuple):
    """Lines as columns, (n,) each; fields as in `Contribution`.

    kind, reason: places in `KINDS` and `REASONS`. Ids are NONE where there is none, an end is NO_END_US. way: place in
    `ways`. values: None where no line has one.
    """

    kind: I64
    service_id: I64
    incident_id: I64
    window_id: I64
    way: I64
    start_us: I64
    end_us: I64
    counted_us: I64
    uncounted_us: I64
    reason: I64
    ways: Sequence[Way]
    values: Sequence[Decimal | None] | None = None

    @classmethod
    def of(cls, lines: Sequence[Contribution]) -> 'LineTable':
        """The columns of lines."""
        ways: dict[tuple[int | None, int, str], int] = {}
        place = [ways.setdefault((line.object_key, id(line.path), line.rule), len(ways)) for line in lines]
        found: list[Way] = []
        for line, at in zip(lines, place, strict=True):
            if at == len(found):
                found.append(Way(line.object_key, line.path, line.rule))
        columns = (
            [place_of_kind(line.kind) for line in lines],
            [_or_none(line.service_id) for line in lines],
            [_or_none(line.incident_id) for line in lines],
            [_or_none(line.window_id) for line in lines],
            place,
            [line.start_us for line in lines],
            [NO_END_US if line.end_us is None else line.end_us for line in lines],
            [line.counted_us for line in lines],
            [line.uncounted_us for line in lines],
            [place_of_reason(line.reason) for line in lines],
        )
        values = [line.value for line in lines]
        return cls(
            *(np.array(column, dtype=np.int64) for column in columns),
            ways=found,
            values=values if any(value is not None for value in values) else None,
        )

    def line(self, at: int) -> Contribution:
        """The line in a place."""
        way, end_us = self.ways[self.way[at]], int(self.end_us[at])
        return Contribution(
            KINDS[self.kind[at]],
            _id(self.service_id[at]),
            _id(self.incident_id[at]),
            _id(self.window_id[at]),
            way.object_key,
            way.path,
            way.rule,
            int(self.start_us[at]),
            None if end_us == NO_END_US else end_us,
            int(self.counted_us[at]),
            int(self.uncounted_us[at]),
            REASONS[self.reason[at]],
            None if self.values is None else self.values[at],
        )

    def through(self, ways: Sequence[Way], way_of: Mapping[int, int]) -> 'LineTable':
        """The same lines, those in these places by other ways: way_of says by which of `ways`."""
        way = self.way.copy()
        way[list(way_of)] = np.array(list(way_of.values()), dtype=np.int64) + len(self.ways)
        return self._replace(way=way, ways=[*self.ways, *ways])


class Lines(Sequence[Contribution]):
    """The lines of one figure: neighbours in a table."""

    __slots__ = ('high', 'low', 'table')

    def __init__(self, table: LineTable, low: int, high: int) -> None:
        self.table, self.low, self.high = table, low, high

    def __len__(self) -> int:
        return self.high - self.low

    @overload
    def __getitem__(self, place: int) -> Contribution: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Contribution]: ...
    def __getitem__(self, place: Any) -> Any:
        places = range(self.low, self.high)[place]
        return [self.table.line(at) for at in places] if isinstance(place, slice) else self.table.line(places)

    def __iter__(self) -> Iterator[Contribution]:
        return map(self.table.line, range(self.low, self.high))


def _or_none(value: int | None) -> int:
    return NONE if value is None else value


def _id(value: Any) -> int | None:
    return None if value == NONE else int(value)
