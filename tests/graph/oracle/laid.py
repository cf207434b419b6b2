"""Services, groups, dependencies and explicit needs laid over a network at random, and what fails then."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from hypothesis import strategies as st

from netbox_slm import models

from .states import DEGRADED, DOWN

# What an explicit need may replace here: mostly nothing.
REPLACED = ('', '', '', 'power', 'network', 'device_place', 'component', 'link', 'cluster_hosts', 'virtual_machine')


@dataclass(frozen=True)
class Laid:
    """Services by their place in the list; groups and needs refer to those and to objects of NetBox."""

    services: tuple  # of (required objects, groups: (objects, minimum))
    dependencies: tuple  # of (service, other, kind)
    needs: tuple  # of (dependent, needed, soft, what it replaces)
    grouped: tuple  # of (dependent, objects, minimum)
    effects: tuple  # of (object or place of a service, state)
    before: tuple


def laid_over(refs, dependents):
    """Examples over these objects; `dependents` get explicit needs."""
    ref, several = st.sampled_from(refs), st.lists(st.sampled_from(refs), min_size=1, max_size=4, unique=True)
    group = st.tuples(several, st.integers(1, 4))
    place = st.integers(0, 4)
    effects = st.lists(st.tuples(ref | place, st.sampled_from((DEGRADED, DOWN, DOWN))), min_size=1, max_size=5)
    return st.builds(
        Laid,
        services=st.lists(
            st.tuples(st.lists(ref, max_size=3, unique=True), st.lists(group, max_size=2)), min_size=5, max_size=5
        ).map(tuple),
        dependencies=st.lists(
            st.tuples(place, place, st.sampled_from(('hard', 'soft'))), max_size=6, unique_by=lambda row: row[:2]
        ).map(tuple),
        needs=st.lists(
            st.tuples(st.sampled_from(dependents), ref, st.booleans(), st.sampled_from(REPLACED)),
            max_size=3,
            unique_by=lambda row: row[:2],
        ).map(tuple),
        grouped=st.lists(st.tuples(st.sampled_from(dependents), several, st.integers(1, 3)), max_size=2).map(tuple),
        effects=effects.map(tuple),
        before=st.one_of(st.just(()), effects.map(tuple)),
    )


def lay(laid):
    """Write it; returns (effects, before) with the services by reference."""
    services = [models.Service.objects.create(name=f'Laid {place}') for place in range(len(laid.services))]
    for service, (required, groups) in zip(services, laid.services, strict=True):
        taken = set()
        _components(service, required, None, taken)
        for number, (refs, minimum) in enumerate(groups):
            group = models.RedundancyGroup.objects.create(service=service, name=str(number), min_available=minimum)
            _components(service, refs, group, taken)
    models.ServiceDependency.objects.bulk_create(
        models.ServiceDependency(service=services[one], depends_on=services[other], kind=kind)
        for one, other, kind in laid.dependencies
        if one != other
    )
    _needs(laid)

    def named(effects):
        return {
            ('netbox_slm.service', services[ref].pk) if isinstance(ref, int) else ref: state for ref, state in effects
        }

    return named(laid.effects), named(laid.before)


def _components(service, refs, group, taken):
    new = [ref for ref in refs if ref not in taken]
    taken.update(new)
    models.ServiceComponent.objects.bulk_create(
        models.ServiceComponent(service=service, redundancy_group=group, **_generic(ref, 'object')) for ref in new
    )


def _needs(laid):
    models.CIDependency.objects.bulk_create(
        models.CIDependency(
            **_generic(dependent, 'dependent'),
            **_generic(needed, 'needed'),
            kind='soft' if soft else 'required',
            replaces=replaced,
        )
        for dependent, needed, soft, replaced in laid.needs
        if dependent != needed
    )
    for number, (dependent, refs, minimum) in enumerate(laid.grouped):
        group = models.CIDependencyGroup.objects.create(
            **_generic(dependent, 'dependent'), name=str(number), min_available=minimum
        )
        models.CIDependency.objects.bulk_create(
            models.CIDependency(
                **_generic(dependent, 'dependent'), **_generic(needed, 'needed'), kind='group', group=group
            )
            for needed in refs
            if needed != dependent
        )


def _generic(ref, name):
    label, pk = ref
    return {f'{name}_type': ContentType.objects.get_by_natural_key(*label.split('.')), f'{name}_id': pk}
