"""What an agreement promises, what its supporting agreements promise, and what its services stand on: read once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model, QuerySet

from circuits.models import Provider

from ... import linkable
from ...choices import DependencyKindChoices
from ...models import SLA, RedundancyGroup, Service, ServiceComponent, ServiceDependency, ServiceLevelTarget
from ...models.terms import holding
from ..columns import AnyOf

__all__ = ('ChainFacts', 'load_chain', 'supplier_of')


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """An agreement with what it rests on, as it is now.

    needs: by service id the ids of services that it cannot work without. components: by service id those without a
    group. groups: by service id those with members. targets, scopes: by agreement id, by target id the ids of the
    services that it names itself.
    """

    sla: SLA
    supporting: list[SLA]
    targets: dict[int, list[ServiceLevelTarget]] = field(default_factory=dict)
    scopes: dict[int, set[int]] = field(default_factory=dict)
    services: dict[int, Service] = field(default_factory=dict)
    about: dict[int, set[int]] = field(default_factory=dict)
    needs: dict[int, set[int]] = field(default_factory=dict)
    components: dict[int, list[ServiceComponent]] = field(default_factory=dict)
    groups: dict[int, list[RedundancyGroup]] = field(default_factory=dict)
    members: dict[int, list[ServiceComponent]] = field(default_factory=dict)

    def scope_of(self, target: ServiceLevelTarget) -> list[int]:
        """The services that a target is about, in order."""
        return sorted(self.scopes.get(target.pk) or self.about.get(target.sla_id, ()))

    def below(self, service_id: int) -> set[int]:
        """A service and all that it cannot work without, to any depth."""
        found, left = set(), [service_id]
        while left:
            current = left.pop()
            if current not in found:
                found.add(current)
                left += self.needs.get(current, ())
        return found


def load_chain(sla: SLA, now: datetime) -> ChainFacts:
    """The facts of an agreement at an instant. A constant number of queries, one more per level of dependencies."""
    supporting = list(sla.supporting.select_related('provider', 'calendar').order_by('name', 'version'))
    agreements = [sla.pk, *(other.pk for other in supporting)]
    targets = defaultdict(list)
    for target in ServiceLevelTarget.objects.filter(AnyOf('sla_id', agreements)).order_by('metric', 'name'):
        targets[target.sla_id].append(target)
    of_all = [target.pk for found in targets.values() for target in found]
    about = _pairs(SLA.services.through, 'sla_id', agreements)
    needs = _needs(about.get(sla.pk, set()), now)
    services = sorted({*needs, *about.get(sla.pk, ())})
    components, members = _components(services, now)
    groups = defaultdict(list)
    for group in RedundancyGroup.objects.filter(holding(now), AnyOf('service_id', services)).order_by('name'):
        if members.get(group.pk):
            groups[group.service_id].append(group)
    return ChainFacts(
        sla,
        supporting,
        targets,
        _pairs(ServiceLevelTarget.services.through, 'serviceleveltarget_id', of_all),
        {service.pk: service for service in Service.objects.filter(AnyOf('pk', services))},
        about,
        needs,
        components,
        groups,
        members,
    )


def _pairs(through: Any, column: str, ids: Iterable[int]) -> dict[int, set[int]]:
    found = defaultdict(set)
    for owner, service_id in through.objects.filter(AnyOf(column, sorted(ids))).values_list(column, 'service_id'):
        found[owner].add(service_id)
    return found


def _needs(services: Iterable[int], now: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    level = set(services)
    while level:
        found |= {service_id: set() for service_id in level}
        rows = ServiceDependency.objects.filter(
            holding(now), AnyOf('service_id', sorted(level)), kind=DependencyKindChoices.KIND_HARD
        )
        for service_id, needed in rows.values_list('service_id', 'depends_on_id'):
            found[service_id].add(needed)
        level = {needed for service_id in level for needed in found[service_id]} - found.keys()
    return found


def _components(
    services: list[int], now: datetime
) -> tuple[dict[int, list[ServiceComponent]], dict[int, list[ServiceComponent]]]:
    """Components without a group by service, those with one by group."""
    alone, members = defaultdict(list), defaultdict(list)
    querysets = [_with_supplier(model) for model in linkable.linkable_models()]
    rows = ServiceComponent.objects.filter(holding(now), AnyOf('service_id', services))
    for component in rows.order_by('pk').prefetch_related(GenericPrefetch('object', querysets)):
        if component.redundancy_group_id is None:
            alone[component.service_id].append(component)
        else:
            members[component.redundancy_group_id].append(component)
    return alone, members


def _with_supplier(model: type[Model]) -> QuerySet[Any]:
    names = {found.name for found in model._meta.concrete_fields}
    if 'provider' in names:
        return model._default_manager.select_related('provider')
    if 'provider_network' in names:
        return model._default_manager.select_related('provider_network__provider')
    return model._default_manager.all()


def supplier_of(component: ServiceComponent) -> Provider | None:
    """Who supplies the object of a component: the provider of a circuit, a provider itself; None for our own."""
    obj = component.object
    supplier = obj if isinstance(obj, Provider) else getattr(obj, 'provider', None)
    return supplier if isinstance(supplier, Provider) else None
