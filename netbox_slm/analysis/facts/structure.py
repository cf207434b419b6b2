"""What the judged services stand on: all services they need to any depth, and the links of these to CIs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import connections, router

from ...choices import DependencyKindChoices
from ...engine.distinct import distinct
from ...engine.instants import I64, from_us
from ...engine.structure import GROUP, HARD, REQUIRED, SOFT, Link, Needs
from ...models import RedundancyGroup, Service, ServiceComponent, ServiceDependency
from ..columns import NONE, AnyOf, code, instant_or_end, instant_or_ever, number, object_key, read_columns

__all__ = ('Part', 'StructureFacts', 'load_structure', 'needed_services')

_NEEDED = """
    WITH RECURSIVE needed(id) AS (
        SELECT unnest(%(ids)s::bigint[])
        UNION
        SELECT link.depends_on_id FROM {table} link JOIN needed ON link.service_id = needed.id
        WHERE (link.since IS NULL OR link.since < %(end)s) AND (link.until IS NULL OR link.until > %(start)s)
    ) SELECT id FROM needed ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Services that hang together by dependencies, as node numbers, with their links; evaluated as one."""

    services: tuple[int, ...]
    links: tuple[Link, ...]
    nodes: I64 = field(repr=False)


@dataclass(frozen=True, slots=True)
class StructureFacts:
    """Services and CIs share one numbering: services first, sorted by id, then CIs, sorted by key.

    since_us, until_us: operational life of each service. needs: of services, components first; with the redundancy
    groups. component_*: one entry per component link, (n,), sorted by CI.
    """

    service_ids: I64
    since_us: I64
    until_us: I64
    ci_keys: I64
    needs: Needs
    component_ci: I64
    component_service: I64
    component_group: I64
    component_since_us: I64
    component_until_us: I64

    @property
    def nodes(self) -> int:
        """How many services and CIs there are."""
        return int(self.service_ids.size + self.ci_keys.size)

    @property
    def links(self) -> tuple[Link, ...]:
        """The needs as rows."""
        return tuple(Link(*row) for row in zip(*(column.tolist() for column in self.needs[:6]), strict=True))

    @property
    def group_min(self) -> list[int]:
        """N of each redundancy group."""
        return self.needs.group_min.tolist()

    @property
    def group_since_us(self) -> list[int]:
        """From when each redundancy group holds."""
        return self.needs.group_since_us.tolist()

    @property
    def group_until_us(self) -> list[int]:
        """Until when each redundancy group holds."""
        return self.needs.group_until_us.tolist()

    def node_of(self, service_id: int) -> int:
        """Node number of a service."""
        return int(np.searchsorted(self.service_ids, service_id))

    def is_service(self, node: int) -> bool:
        """Whether a node is a service; else it is a CI."""
        return node < self.service_ids.size

    def parts(self, extra: Iterable[Link] = ()) -> list[Part]:
        """The services cut into parts that no dependency joins; `extra` links join theirs."""
        links = (*self.links, *extra)
        root = _roots(links, self.service_ids.size)
        members, of_part = defaultdict(list), defaultdict(list)
        for service in root:
            members[_find(root, service)].append(service)
        for link in links:
            of_part[_find(root, link.service)].append(link)
        return [
            Part(tuple(sorted(services)), tuple(of_part[name]), _nodes(services, of_part[name]))
            for name, services in sorted(members.items())
        ]


def needed_services(service_ids: Sequence[int], start_us: int, end_us: int) -> list[int]:
    """These services and all that they depend on within [start_us, end_us), to any depth. One query."""
    alias = router.db_for_read(ServiceDependency)
    sql = _NEEDED.format(table=connections[alias].ops.quote_name(ServiceDependency._meta.db_table))
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, {'ids': list(service_ids), 'start': from_us(start_us), 'end': from_us(end_us)})
        return [service_id for (service_id,) in cursor.fetchall()]


def load_structure(service_ids: Sequence[int], start_us: int, end_us: int) -> StructureFacts:
    """The structure below these services within [start_us, end_us). Five queries."""
    needed = needed_services(service_ids, start_us, end_us)
    services = read_columns(
        Service.objects.filter(AnyOf('pk', needed)).order_by('pk'),
        pk=number('pk'),
        since=instant_or_ever('operational_from'),
        until=instant_or_end('operational_until'),
    )
    groups, components = _read_groups(needed), _read_components(needed)
    ci_keys = distinct(components['ci'])
    component_ci = np.searchsorted(ci_keys, components['ci']) + services['pk'].size
    order = np.argsort(component_ci, kind='stable')
    component_service = np.searchsorted(services['pk'], components['service'])
    group = np.where(components['group'] == NONE, NONE, np.searchsorted(groups['pk'], components['group']))
    return StructureFacts(
        service_ids=services['pk'],
        since_us=services['since'],
        until_us=services['until'],
        ci_keys=ci_keys,
        needs=_needs(
            _component_needs(component_service, component_ci, group, components),
            _dependency_needs(needed, services['pk']),
            groups,
        ),
        component_ci=component_ci[order],
        component_service=component_service[order],
        component_group=group[order],
        component_since_us=components['since'][order],
        component_until_us=components['until'][order],
    )


def _read_groups(needed: Sequence[int]) -> dict[str, I64]:
    return read_columns(
        RedundancyGroup.objects.filter(AnyOf('service_id', needed)).order_by('pk'),
        pk=number('pk'),
        least=number('min_available'),
        **_TERM,
    )


def _read_components(needed: Sequence[int]) -> dict[str, I64]:
    return read_columns(
        ServiceComponent.objects.filter(AnyOf('service_id', needed)).order_by('pk'),
        service=number('service_id'),
        ci=object_key('object_type_id', 'object_id'),
        group=number('redundancy_group_id'),
        **_TERM,
    )


_TERM = {'since': instant_or_ever('since'), 'until': instant_or_end('until')}


type _Needs = tuple[I64, I64, I64, I64, I64, I64]


def _needs(components: _Needs, dependencies: _Needs, groups: dict[str, I64]) -> Needs:
    columns = (np.concatenate(pair) for pair in zip(components, dependencies, strict=True))
    return Needs(*columns, groups['least'], groups['since'], groups['until'])


def _component_needs(service: I64, ci: I64, group: I64, rows: dict[str, I64]) -> _Needs:
    kind = np.where(group == NONE, np.int64(REQUIRED), np.int64(GROUP))
    return service, ci, kind, rows['since'], rows['until'], group


def _dependency_needs(needed: Sequence[int], service_ids: I64) -> _Needs:
    rows = read_columns(
        ServiceDependency.objects.filter(AnyOf('service_id', needed), AnyOf('depends_on_id', needed)).order_by('pk'),
        service=number('service_id'),
        on=number('depends_on_id'),
        is_soft=code('kind', (DependencyKindChoices.KIND_HARD, DependencyKindChoices.KIND_SOFT)),
        **_TERM,
    )
    service, on = np.searchsorted(service_ids, rows['service']), np.searchsorted(service_ids, rows['on'])
    kind = np.where(rows['is_soft'] == 1, np.int64(SOFT), np.int64(HARD))
    return service, on, kind, rows['since'], rows['until'], np.full(service.size, NONE, dtype=np.int64)


def _roots(links: Iterable[Link], services: int) -> dict[int, int]:
    """Union-find over dependencies: each service that takes part, with the way to the name of its part."""
    root = {service: service for service in range(services)}
    for link in links:
        if link.kind in (HARD, SOFT):
            root.setdefault(link.service, link.service)
            root[_find(root, link.service)] = _find(root, link.node)
    return root


def _find(root: dict[int, int], service: int) -> int:
    while root[service] != service:
        root[service] = root[root[service]]
        service = root[service]
    return service


def _nodes(services: Iterable[int], links: Iterable[Link]) -> I64:
    return distinct(np.array([*services, *(link.node for link in links)], dtype=np.int64))
