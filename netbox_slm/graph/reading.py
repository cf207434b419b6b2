"""Rows of needs from the database: one statement per step, whatever the number of objects and facts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db import router
from django.utils import timezone

from dcim.models import Device

from ..columns import prepared_columns
from ..engine.distinct import distinct
from ..engine.instants import I64
from .collecting import no_collection
from .facts import ANY, HOLDS, KINDS, Fact, SqlProvider
from .operation import NOT_ENABLED, not_in_operation
from .refs import Ref
from .registry import Need, Provider, followed

__all__ = ('OWN', 'REPLACES', 'Reader', 'Rows', 'array_text')

SHIFT = 48
_ID = (1 << SHIFT) - 1
OWN = -1
REPLACES = -2
Rows = I64  # (n, 5): fact, dependent, needed, group, minimum

Keys = I64  # content type << 48 | id
_AT = '$1::timestamptz'


class Reader:
    """Reads needs of one database at one moment. Objects are keys here: content type and id in one number."""

    def __init__(self, at: datetime | None = None, providers: Sequence[Provider] | None = None) -> None:
        self.alias = router.db_for_read(Device)
        self._moment = (at or timezone.now()).isoformat()
        self.explicit = self._explicit_needs() if providers is None else (1,)
        self.providers = [
            provider
            for provider in (followed() if providers is None else providers)
            if provider.key != 'explicit' or self.explicit[0]
        ]
        self.facts: list[Fact] = []
        self.provider_of: list[int] = []
        for number, provider in enumerate(self.providers):
            for fact in getattr(provider, 'facts', ()):
                self.facts.append(fact)
                self.provider_of.append(number)
        self.stated = len(self.facts)  # those of other plugins follow, which no SQL states
        self._ids = _ContentTypes(self.alias)
        self._not_in_operation = not_in_operation()

    def _explicit_needs(self) -> tuple[int, ...]:
        """How many explicit needs hold and when they last changed: where there is none, nothing asks for them."""
        holds = HOLDS.format(at=_AT)
        return tuple(
            self.read(
                f'SELECT count(*) FILTER (WHERE {holds}), count(*), '
                '(coalesce(extract(epoch FROM max(t.last_updated)), 0) * 1000000)::bigint, '
                '(SELECT (coalesce(extract(epoch FROM max(g.last_updated)), 0) * 1000000)::bigint '
                'FROM netbox_slm_cidependencygroup g) FROM netbox_slm_cidependency t',
                4,
            )[0].tolist()
        )

    # keys

    def keys(self, refs: Iterable[Ref]) -> Keys:
        """The keys of refs, in their order. Raises LookupError for a type that is not installed."""
        ids = self._ids
        return np.array([(ids[label] << SHIFT) | number for label, number in refs], dtype=np.int64)

    @no_collection()
    def refs(self, keys: Keys) -> list[Ref]:
        """The refs of keys, in their order."""
        types, ids = (keys >> SHIFT).tolist(), (keys & _ID).tolist()
        labels = {number: self._ids.label(number) for number in set(types)}
        return [Ref(labels[kind], number) for kind, number in zip(types, ids, strict=True)]

    def of_types(self, keys: Keys, labels: Iterable[str]) -> np.ndarray:
        """Which of the keys are of one of these types."""
        return np.isin(keys >> SHIFT, [self._ids[label] for label in labels if label in self._ids])

    def by_type(self, keys: Keys) -> dict[str, I64]:
        """Ids by type label."""
        types = keys >> SHIFT
        return {self._ids.label(int(kind)): keys[types == kind] & _ID for kind in distinct(types)}

    def quiet_types(self) -> frozenset[str]:
        """Types whose objects nothing takes down but an effect on them or on what they stand on.

        They have no status that counts, and stand on such types only. None where something may need anything.
        """
        others = [provider.dependents for provider in self.providers if not getattr(provider, 'facts', ())]
        loud = {ANY, *NOT_ENABLED, *self._not_in_operation}.union(*others)
        if any(ANY in dependents for dependents in others) or any(fact.dependent == ANY for fact in self.facts):
            return frozenset()
        labels = {label for fact in self.facts for label in (fact.dependent, fact.needed)} - loud
        while True:
            found = {fact.dependent for fact in self.facts if fact.dependent in labels and fact.needed not in labels}
            if not found:
                return frozenset(labels)
            labels -= found

    # statements

    def forward(self, keys: Keys, *, own: bool = True, skipped: Collection[str] = ()) -> Rows:
        """All needs of these objects, of every fact; rows OWN for those not in operation. One statement.

        skipped: no needs for objects of these types.
        """
        found = self.by_type(keys)
        branches = [branch for label in found for branch in self._own_columns(label, own, skipped)]
        for number, fact in enumerate(self.facts[: self.stated]):
            if not fact.is_column and (fact.dependent in found or fact.dependent == ANY) and fact.needed not in skipped:
                branches.append(self._select(number, fact, fact.dependent, fact.dependent_type, fact.dependent_id))
        branches += self._replaced() if own else []
        return self._read(found, branches, 5)

    def reverse(self, keys: Keys, facts: Iterable[int]) -> Rows:
        """(fact, dependent) of everything that needs one of these by one of these facts. One statement."""
        found = self.by_type(keys)
        branches = []
        for number in facts:
            fact = self.facts[number]
            if fact.needed in found or fact.needed == ANY:
                branch = self._select(number, fact, fact.needed, fact.needed_type, fact.needed_id, columns=2)
                branches.append(branch)
        return self._read(found, branches, 2)

    def _select(self, number, fact, label, type_column, id_column, columns=5):
        source = fact.source if ' ' in fact.source else f'{fact.source} t'
        joined = f'f_any f ON f.c = {type_column} AND f.i = {id_column}'
        if label != ANY:
            joined = f'f_{self._ids[label]} f ON f.i = {id_column}'
        dependent = self._key(fact.dependent, fact.dependent_type, fact.dependent_id)
        needed = self._key(fact.needed, fact.needed_type, fact.needed_id)
        chosen = [f'{number}::bigint', dependent, needed, f'({fact.group})::bigint', f'({fact.minimum})::bigint']
        where = f'({fact.where or "TRUE"}) AND {fact.dependent_id} IS NOT NULL AND {fact.needed_id} IS NOT NULL'
        return f'SELECT {", ".join(chosen[:columns])} FROM {source} JOIN {joined} WHERE {self._filled(where)}'

    def _key(self, label: str, type_column: str, id_column: str) -> str:
        kind = type_column if label == ANY else self._ids[label]
        return f'(({kind}::bigint << {SHIFT}) | {id_column}::bigint)'

    def _own_columns(self, label: str, own: bool, skipped: Collection[str]) -> list[str]:
        """The needs that stand in the objects' own rows, and whether they are in operation: one SELECT."""
        values, table = [], None
        for number, fact in enumerate(self.facts[: self.stated]):
            if fact.is_column and fact.dependent == label and fact.needed not in skipped:
                table = fact.source
                needed = self._key(fact.needed, '', fact.needed_id)
                if fact.where:
                    needed = f'CASE WHEN {self._filled(fact.where)} THEN {needed} END'
                values.append(f'({number}::bigint, {needed})')
        if own and label in NOT_ENABLED:
            values.append(f'({OWN}::bigint, CASE WHEN NOT t.enabled THEN 0::bigint END)')
        elif own and label in self._not_in_operation:
            statuses = self.quoted(self._not_in_operation[label])
            values.append(f'({OWN}::bigint, CASE WHEN t.status = ANY({statuses}) THEN 0::bigint END)')
        if not values:
            return []
        table = table or self._ids.table(label)
        return [
            f'SELECT v.fact, {self._key(label, "", "t.id")}, v.needed, 0::bigint, 1::bigint '
            f'FROM f_{self._ids[label]} f JOIN {table} t ON t.id = f.i '
            f'CROSS JOIN LATERAL (VALUES {", ".join(values)}) v(fact, needed) WHERE v.needed IS NOT NULL'
        ]

    def _replaced(self) -> list[str]:
        """Which provider's needs of an object an explicit need replaces."""
        if not any(provider.key == 'explicit' for provider in self.providers):
            return []
        cases = ' '.join(f"WHEN '{provider.key}' THEN {number}" for number, provider in enumerate(self.providers))
        return [
            f'SELECT {REPLACES}::bigint, {self._key(ANY, "t.dependent_type_id", "t.dependent_id")}, '
            f'(CASE t.replaces {cases} ELSE -1 END)::bigint, 0::bigint, 1::bigint FROM netbox_slm_cidependency t '
            'JOIN f_any f ON f.c = t.dependent_type_id AND f.i = t.dependent_id '
            f"WHERE t.replaces <> '' AND {self._filled(HOLDS)}"
        ]

    def _filled(self, sql: str) -> str:
        return sql.format(ct=self._ids, at=_AT)

    @staticmethod
    def quoted(texts: Iterable[str]) -> str:
        """SQL of an array of texts."""
        quoted = ','.join("'" + text.replace("'", "''") + "'" for text in texts)
        return f'ARRAY[{quoted}]::text[]'

    def _read(self, found: Mapping[str, I64], branches: Sequence[str], columns: int) -> Rows:
        if not branches:
            return np.zeros((0, columns), dtype=np.int64)
        body = ' UNION ALL '.join(branches)
        tables: list[str] = []
        arrays: list[str] = []

        def array(numbers: I64, kind: str = 'bigint') -> str:
            # Its length the planner does not see: it then looks each number up in an index, and is right for one object
            # as for tens of thousands; else it reads whole tables and compiles the statement, which takes far longer
            arrays.append(array_text(numbers))
            return f'(SELECT ${len(arrays) + 1}::{kind}[])'

        for label, ids in found.items():
            name = f'f_{self._ids[label]}'
            if f'{name} f ' in body:
                tables.append(f'{name}(i) AS (SELECT unnest({array(ids)}))')
        if 'f_any' in body:
            types = np.concatenate([np.full(ids.size, self._ids[label]) for label, ids in found.items()])
            ids = np.concatenate(list(found.values()))
            tables.append(f'f_any(c, i) AS (SELECT * FROM unnest({array(types, "int")}, {array(ids)}))')
        return self.read(f'WITH {", ".join(tables)} {body}', columns, arrays)

    def read(self, sql: str, columns: int, params: Sequence[str] = ()) -> I64:
        """The rows of a SELECT of integers that are never null: (rows, columns). params: the values of $2, $3 …"""
        names = [str(at) for at in range(columns)]
        # What a statement does not name has no type
        sql = f'WITH moment(at) AS (SELECT {_AT}) SELECT * FROM ({sql}) asked'
        return np.stack(list(prepared_columns(sql, [self._moment, *params], names, self.alias).values()), axis=1)

    def with_explicit_needs(self) -> Keys:
        """The objects that have explicit needs. One statement."""
        dependent = self._key(ANY, 't.dependent_type_id', 't.dependent_id')
        return self.read(f'SELECT DISTINCT {dependent} FROM netbox_slm_cidependency t WHERE {self._filled(HOLDS)}', 1)[
            :, 0
        ]

    def quoted_key(self, label: str) -> str:
        """SQL of the key of a row `t` of this type."""
        return self._key(label, '', 't.id')

    def replaced_by_nothing(self, key: str) -> Keys:
        """The objects of which an explicit need says that the needs of this key do not hold. One statement."""
        dependent = self._key(ANY, 't.dependent_type_id', 't.dependent_id')
        where = f"t.replaces = '{key}' AND {self._filled(HOLDS)}"
        return self.read(f'SELECT DISTINCT {dependent} FROM netbox_slm_cidependency t WHERE {where}', 1)[:, 0]

    # one provider

    def needs_of(self, provider: SqlProvider, refs: Sequence[Ref]) -> list[Need]:
        """All needs of these dependents by one provider. One statement."""
        reader = Reader(providers=[provider])
        return reader.as_needs(reader.forward(reader.keys(refs), own=False))

    def needed_by(self, provider: SqlProvider, refs: Sequence[Ref]) -> list[Ref]:
        """The objects that need any of these by one provider. One statement."""
        reader = Reader(providers=[provider])
        rows = reader.reverse(reader.keys(refs), range(len(reader.facts)))
        return reader.refs(distinct(rows[:, 1]))

    def as_needs(self, rows: Rows) -> list[Need]:
        """Rows as needs, members of a group together, in a fixed order."""
        needs: dict[tuple, Need] = {}
        rows = rows[rows[:, 0] >= 0]
        rows = rows[np.lexsort((rows[:, 2], rows[:, 3], rows[:, 1], rows[:, 0]))]
        refs = zip(self.refs(rows[:, 1]), self.refs(rows[:, 2]), rows.tolist(), strict=True)
        for place, (dependent, needed, (number, _key, _needed, group, minimum)) in enumerate(refs):
            fact, provider = self.facts[number], self.providers[self.provider_of[number]]
            is_group = KINDS[fact.kind] == 'group'
            name = (provider.key, dependent, group) if is_group else place
            members = needs[name].needed if name in needs else ()
            needs[name] = Need(dependent, (*members, needed), fact.relation, KINDS[fact.kind], minimum, provider.key)
        return list(needs.values())


def array_text(numbers: I64) -> str:
    """An array as a value of a statement."""
    return f'{{{",".join(map(str, numbers.tolist()))}}}'


class _ContentTypes(dict):
    """Ids of content types by label; `ct[label]` in the SQL of a fact."""

    def __init__(self, alias: str) -> None:
        super().__init__()
        self._manager = ContentType.objects.db_manager(alias)

    def __missing__(self, label: str) -> int:
        app_label, _dot, model = label.partition('.')
        try:
            self[label] = self._manager.get_by_natural_key(app_label, model).pk
        except ContentType.DoesNotExist as error:
            raise LookupError(f'{label!r} is no type of object.') from error
        return self[label]

    def __contains__(self, label: object) -> bool:
        try:
            return bool(self[label])
        except LookupError:
            return False

    def label(self, number: int) -> str:
        """The label of an id."""
        found = self._manager.get_for_id(number)
        return f'{found.app_label}.{found.model}'

    def table(self, label: str) -> str:
        """The table of a type."""
        return ContentType.objects.get_for_id(self[label]).model_class()._meta.db_table
