"""What the tab *Service levels* of an object answers: whom it serves, how well, and what is wrong here now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Model, Prefetch, Q

from tenancy.models import Tenant

from ..choices import AttainmentStatusChoices, ChangeStatusChoices, StateChoices
from ..models import (
    SLA,
    AffectedCI,
    Change,
    Contract,
    Incident,
    PlannedEffect,
    RedundancyGroup,
    Service,
    ServiceComponent,
    ServiceDependency,
)
from ..models.terms import holding
from ..visible import prefetch_viewable, shown
from .carried import Carried, Need, carried_ids, carried_services, links_here
from .columns import AnyOf
from .incidents import naming_service, open_incidents
from .promises import STATUS_RANKS, Promise, promises_of, strictest, worst_of, worst_status
from .states import ServiceState, states_now
from .touched import touching_services

__all__ = (
    'SELECTIONS',
    'CarriedService',
    'ObjectSummary',
    'ServiceStanding',
    'Way',
    'count_carried',
    'stand_of',
    'summarize_object',
)

MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Way:
    """How the object carries a service, as far as the user may know.

    via: the object inside through which, None where it is the object itself. group, needed, members: the redundancy
    group that it is a member of. service: the service that this one needs; kind: how. hidden: something on the way
    may not be shown.
    """

    via: Model | None = None
    group: RedundancyGroup | None = None
    needed: int = 0
    members: int = 0
    service: Service | None = None
    kind: str = ''
    is_own: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CarriedService:
    """A service that the user may view, with how it is carried, what is promised, and where it stands."""

    service: Service
    tenant: Tenant | None
    ways: tuple[Way, ...]
    state: ServiceState
    promises: tuple[Promise, ...]

    @property
    def strictest(self) -> Promise | None:
        """The promise that is hardest to keep."""
        return strictest(self.promises)

    @property
    def figure(self):
        """The figure of the strictest promise, of the running period."""
        return self.strictest.figure if self.strictest else None

    @property
    def worst(self) -> Promise | None:
        """The promise with the worst verdict, the strictest of several."""
        return worst_of(self.promises)

    @property
    def status(self) -> str:
        """The worst verdict on any of its promises."""
        return worst_status(self.promises)

    @property
    def badness(self) -> tuple[int, int]:
        """To sort by, the greater the worse."""
        return self.state.rank, STATUS_RANKS.get(self.status, 0)


# What the figures of the first sentence count, and the table can be cut down to.
SELECTIONS: dict[str, Callable[[CarriedService], bool]] = {
    'down': lambda row: row.state.state == StateChoices.STATE_DOWN,
    'degraded': lambda row: row.state.state == StateChoices.STATE_DEGRADED,
    'weakened': lambda row: row.state.state == StateChoices.STATE_AT_RISK,
    'missed': lambda row: row.status == AttainmentStatusChoices.STATUS_MISSED,
    'endangered': lambda row: row.status == AttainmentStatusChoices.STATUS_AT_RISK,
}


@dataclass(frozen=True, slots=True)
class ObjectSummary:
    """services: worst first. incidents: open ones; changes: those that have not ended. hidden_…: how many more there
    are that the user may not view.

    customers: how many they serve, those of hidden services left out. slas, contracts: those of a tenant (promised to
    it) or a provider (promised by it).
    """

    object: Model
    services: tuple[CarriedService, ...]
    hidden_services: int
    incidents: tuple[Incident, ...]
    incident_count: int
    hidden_incidents: int
    changes: tuple[Change, ...]
    change_count: int
    hidden_changes: int
    slas: tuple[SLA, ...] = ()
    contracts: tuple[Contract, ...] = ()

    @property
    def is_customer(self) -> bool:
        """Whether the object is one whom services are promised to."""
        return self.object._meta.label_lower == 'tenancy.tenant'

    @property
    def customers(self) -> int:
        """Distinct customers of the services shown."""
        return len({row.service.tenant_id for row in self.services if row.service.tenant_id})

    def matching(self, name: str) -> tuple[CarriedService, ...]:
        """The services of one of the `SELECTIONS`; all of them for any other name."""
        selects = SELECTIONS.get(name)
        return self.services if selects is None else tuple(row for row in self.services if selects(row))


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """A service at this moment. incidents: the causes of its state that the user may view; hidden_causes: the rest."""

    service: Service
    state: ServiceState
    promises: tuple[Promise, ...]
    incidents: tuple[Incident, ...]
    hidden_causes: int

    @property
    def status(self) -> str:
        """The worst verdict on any of its promises."""
        return worst_status(self.promises)


def summarize_object(obj: Model, user, now: datetime) -> ObjectSummary:
    """Sum up what an object, and what stands in it, means for services, as far as `user` may know (semantics.md §8).

    States and hidden counts come from everything, whoever asks. Queries: some forty, and one for each step along
    dependencies, whatever the number of services, components and incidents.
    """
    carried = carried_services(obj, now)
    services = _viewable_services(carried.service_ids, user)
    states = states_now(list(services), now)
    promises = promises_of(services, user, now)
    ways = _ways(obj, carried, services, user, now)
    rows = [
        CarriedService(
            service, shown(service, 'tenant'), tuple(ways.get(pk, ())), states.of(pk), tuple(promises.get(pk, ()))
        )
        for pk, service in services.items()
    ]
    rows.sort(key=lambda row: (*(-part for part in row.badness), row.service.name, row.service.pk))
    incidents, incident_count, hidden_incidents = _shown(_incidents_here(obj), user, '-reported_at', '-pk')
    changes, change_count, hidden_changes = _shown(
        _changes_here(obj), user, F('planned_start').asc(nulls_last=True), 'pk'
    )
    slas, contracts = _agreements(obj, user)
    return ObjectSummary(
        object=obj,
        services=tuple(rows),
        hidden_services=len(carried.service_ids) - len(services),
        incidents=incidents,
        incident_count=incident_count,
        hidden_incidents=hidden_incidents,
        changes=changes,
        change_count=change_count,
        hidden_changes=hidden_changes,
        slas=slas,
        contracts=contracts,
    )


def count_carried(obj: Model, user, now: datetime) -> int:
    """How many services an object carries that `user` may view; of one that carries none, its agreements."""
    ids = carried_ids(obj, now)
    count = Service.objects.restrict(user, 'view').filter(AnyOf('pk', ids)).count() if ids else 0
    if count or obj._meta.label_lower not in _PARTIES:
        return count
    return SLA.objects.restrict(user, 'view').filter(**{_PARTIES[obj._meta.label_lower]: obj}).count()


def stand_of(service: Service, user, now: datetime) -> ServiceStanding:
    """Where one service stands at this moment. A constant number of queries."""
    state = states_now([service.pk], now).of(service.pk)
    cause_ids = {cause.incident_id for cause in state.causes}
    incidents = tuple(Incident.objects.restrict(user, 'view').filter(pk__in=cause_ids)) if cause_ids else ()
    return ServiceStanding(
        service=service,
        state=state,
        promises=tuple(promises_of([service.pk], user, now).get(service.pk, ())),
        incidents=incidents,
        hidden_causes=len(cause_ids) - len(incidents),
    )


_PARTIES = {'tenancy.tenant': 'tenant', 'circuits.provider': 'provider'}


def _viewable_services(service_ids: Iterable[int], user) -> dict[int, Service]:
    rows = Service.objects.restrict(user, 'view').filter(AnyOf('pk', service_ids))
    tenants = Prefetch('tenant', Tenant.objects.restrict(user, 'view'))
    return {service.pk: service for service in rows.prefetch_related(tenants)}


def _incidents_here(obj):
    """Open incidents on the object or what stands in it; those of a tenant also on its services."""
    on_cis = Q(pk__in=AffectedCI.objects.filter(links_here(obj)).values('incident_id'))
    if obj._meta.label_lower == 'tenancy.tenant':
        on_cis |= Q(tenant=obj) | naming_service(Service.objects.filter(tenant=obj))
    return Incident.objects.filter(open_incidents()).filter(on_cis)


def _changes_here(obj):
    """Changes that have not ended with an effect on the object or what stands in it; those of a tenant also for it."""
    touches = Q(pk__in=PlannedEffect.objects.filter(links_here(obj)).values('change_id'))
    if obj._meta.label_lower == 'tenancy.tenant':
        touches |= Q(tenant=obj) | touching_services(Change, Service.objects.filter(tenant=obj))
    return Change.objects.exclude(status__in=ChangeStatusChoices.ENDED).filter(touches)


def _shown(here, user, *order):
    """The first rows that the user may view, how many these are in all, and how many more there are."""
    visible = here.restrict(user, 'view')
    count = visible.count()
    return tuple(visible.order_by(*order)[:MOST_ROWS]), count, here.count() - count


def _agreements(obj, user):
    party = _PARTIES.get(obj._meta.label_lower)
    if party is None:
        return (), ()
    return (
        tuple(SLA.objects.restrict(user, 'view').filter(**{party: obj}).order_by('name', '-version')),
        tuple(Contract.objects.restrict(user, 'view').filter(**{party: obj})),
    )


def _ways(obj, carried: Carried, services: dict[int, Service], user, now) -> dict[int, list[Way]]:
    """The ways to each service that is shown; something that may not be shown becomes one hidden way."""
    ways: dict[int, list[Way]] = {pk: [Way(is_own=True)] if pk in carried.own else [] for pk in services}
    for service_id, by_link in _component_ways(obj, carried, services, user, now).items():
        ways[service_id] += by_link
    for service_id, by_need in _need_ways(carried, services, user).items():
        ways[service_id] += by_need
    return ways


def _component_ways(obj, carried, services, user, now):
    ids = {pk: of_service for pk, of_service in carried.component_ids.items() if pk in services}
    wanted = [pk for of_service in ids.values() for pk in of_service]
    rows = ServiceComponent.objects.restrict(user, 'view').filter(AnyOf('pk', wanted))
    links = {link.pk: link for link in rows.prefetch_related(*prefetch_viewable(ServiceComponent, user))}
    sizes = _group_sizes({link.redundancy_group_id for link in links.values()} - {None}, now)
    here = ContentType.objects.get_for_model(obj)
    found = {}
    for service_id, of_service in ids.items():
        seen = [links[pk] for pk in of_service if pk in links]
        found[service_id] = [_component_way(link, obj, here, sizes) for link in seen]
        if len(seen) < len(of_service):
            found[service_id].append(Way(hidden=True))
    return found


def _component_way(link, obj, here, sizes):
    is_here = link.object_type_id == here.pk and link.object_id == obj.pk
    via = None if is_here else shown(link, 'object')
    needed, members = sizes.get(link.redundancy_group_id, (0, 0))
    return Way(
        via=via,
        group=shown(link, 'redundancy_group') if link.redundancy_group_id else None,
        needed=needed,
        members=members,
        hidden=via is None and not is_here,
    )


def _group_sizes(group_ids, now):
    """(needed, members) of redundancy groups, needed capped at the members that there are (graph.md §1)."""
    if not group_ids:
        return {}
    members = ServiceComponent.objects.filter(AnyOf('redundancy_group_id', group_ids), holding(now)).order_by()
    sizes = dict(members.values_list('redundancy_group_id').annotate(Count('pk')))
    rows = RedundancyGroup.objects.filter(AnyOf('pk', group_ids)).values_list('pk', 'min_available')
    return {pk: (min(least, sizes.get(pk, 0)), sizes.get(pk, 0)) for pk, least in rows}


def _need_ways(carried, services, user):
    needs: dict[int, list[Need]] = {pk: of_service for pk, of_service in carried.needs.items() if pk in services}
    wanted = [need.pk for of_service in needs.values() for need in of_service]
    rows = ServiceDependency.objects.restrict(user, 'view').filter(AnyOf('pk', wanted))
    kinds = dict(rows.values_list('pk', 'kind'))
    found = {}
    for service_id, of_service in needs.items():
        seen = [need for need in of_service if need.pk in kinds and need.on_id in services]
        found[service_id] = [Way(service=services[need.on_id], kind=kinds[need.pk]) for need in seen]
        if len(seen) < len(of_service):
            found[service_id].append(Way(hidden=True))
    return found
