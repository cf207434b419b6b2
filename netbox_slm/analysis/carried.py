"""Which services an object carries: directly, through what stands in it, through services that need those.

What stands in an object is told by the registry (`linkable.LinkableType.contains`), one level of it; of a location
also everything in the locations below. Computed on everything; showing only what a user may see is `summary`'s part.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q

from netbox.models import NestedLtreeGroupModel

from .. import linkable
from ..models import Service, ServiceComponent, ServiceDependency
from ..models.terms import holding
from .columns import AnyOf

__all__ = ('Carried', 'Need', 'carried_ids', 'carried_services', 'links_here', 'own_services')


@dataclass(frozen=True, slots=True)
class Need:
    """A dependency by which a service is carried: `service_id` needs `on_id`."""

    pk: int
    service_id: int
    on_id: int


@dataclass(frozen=True, slots=True)
class Carried:
    """component_ids: links of each service to the object or to what stands in it, by service id.

    needs: how the others are reached, by service id. own: services that the object, a tenant, has been promised.
    """

    component_ids: dict[int, list[int]]
    needs: dict[int, list[Need]]
    own: frozenset[int]

    @property
    def service_ids(self) -> set[int]:
        """All of them."""
        return {*self.component_ids, *self.needs, *self.own}

    @property
    def here(self) -> set[int]:
        """Those with a link of their own to something here."""
        return set(self.component_ids)


def links_here(obj: Model) -> Q:
    """Generic links (`object_type`, `object_id`) to an object and to what stands in it; subqueries, no query."""
    places: list[tuple[type[Model], object]] = [(type(obj), [obj.pk])]
    below = isinstance(obj, NestedLtreeGroupModel)
    if below:
        places.append((type(obj), type(obj)._default_manager.filter(path__descendant_or_equal=obj.path).values('pk')))
    allowed = set(linkable.linkable_models())
    for label, lookup in _contains(obj).items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        if model in allowed:
            match = {f'{lookup}__path__descendant_or_equal': obj.path} if below else {lookup: obj}
            places.append((model, model._default_manager.filter(**match).order_by().values('pk')))
    links = Q()
    for model, ids in places:
        links |= Q(object_type=ContentType.objects.get_for_model(model), object_id__in=ids)
    return links


def carried_services(obj: Model, now: datetime) -> Carried:
    """The services that an object carries at `now`. Two queries, and one for each step along dependencies."""
    component_ids: dict[int, list[int]] = defaultdict(list)
    rows = ServiceComponent.objects.filter(links_here(obj), holding(now), ~_retired('service__'))
    for pk, service_id in rows.order_by('pk').values_list('pk', 'service_id'):
        component_ids[service_id].append(pk)
    own = own_services(obj)
    needs: dict[int, list[Need]] = defaultdict(list)
    known = set(component_ids)
    frontier: Collection[int] = set(component_ids)
    while frontier:
        rows = ServiceDependency.objects.filter(AnyOf('depends_on_id', frontier), holding(now), ~_retired('service__'))
        found = set()
        for need in (Need(*row) for row in rows.order_by('pk').values_list('pk', 'service_id', 'depends_on_id')):
            if need.service_id not in component_ids:
                needs[need.service_id].append(need)
                found.add(need.service_id)
        frontier = found - known
        known |= found
    return Carried(dict(component_ids), dict(needs), own)


def carried_ids(obj: Model, now: datetime) -> set[int]:
    """Ids of the services that an object carries, for a count."""
    return carried_services(obj, now).service_ids


def own_services(obj: Model) -> frozenset[int]:
    """What runs for a tenant; nothing for any other object. At most one query."""
    if obj._meta.label_lower != 'tenancy.tenant':
        return frozenset()
    return frozenset(Service.objects.filter(~_retired(), tenant=obj).values_list('pk', flat=True))


def _contains(obj):
    try:
        return linkable.get(obj._meta.label_lower).contains
    except KeyError:
        return {}


def _retired(prefix=''):
    """A service that is over carries nobody any more."""
    return Q(**{f'{prefix}status': 'retired'})
