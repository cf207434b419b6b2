"""Which planned work touches a service or an SLA: by its flags, and by what it plans to do to the components."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import (
    SLA,
    Change,
    PlannedEffect,
    Release,
    ReleaseEffect,
    ReleaseElement,
    Service,
    ServiceComponent,
    SLAImpact,
)
from ..models.terms import holding

__all__ = ('touching_services', 'touching_slas')


def touching_services(model: type[Change] | type[Release], services: Iterable[Service]) -> Q:
    """Changes (or releases) that touch one of the services.

    A flag says so, or a planned effect is on one of the service's own components of today, or a release introduces
    something into it or notes an effect on it.
    """
    services = [service.pk for service in services]
    flags = SLAImpact.objects.current().filter(service__in=services)
    return _touching(model, flags, _effects_on(services), {'service__in': services})


def touching_slas(model: type[Change] | type[Release], slas: Iterable[SLA]) -> Q:
    """Changes (or releases) that touch one of the SLAs: by a flag, or through one of its services as above."""
    slas = [sla.pk for sla in slas]
    services = Service.objects.filter(slas__in=slas).values('pk')
    flags = SLAImpact.objects.current().filter(sla__in=slas)
    return _touching(model, flags, _effects_on(services), {'service__in': services}, {'sla__in': slas})


def _effects_on(services):
    """Planned effects on today's components of the services."""
    components = ServiceComponent.objects.filter(
        holding(timezone.now()),
        service__in=services,
        object_type=OuterRef('object_type'),
        object_id=OuterRef('object_id'),
    )
    return PlannedEffect.objects.filter(Exists(components))


def _touching(model, flags, effects, in_service, in_sla=None):
    if model is Change:
        return Q(Exists(flags.filter(change=OuterRef('pk')))) | Q(Exists(effects.filter(change=OuterRef('pk'))))
    noted = ReleaseEffect.objects.filter(Q(**in_service) | Q(**(in_sla or {'pk__in': []})))
    introduced = ReleaseElement.objects.filter(Q(**in_service))
    return (
        Q(Exists(flags.filter(release=OuterRef('pk'))))
        | Q(Exists(effects.filter(change__release=OuterRef('pk'))))
        | Q(Exists(noted.filter(release=OuterRef('pk'))))
        | Q(Exists(introduced.filter(release=OuterRef('pk'))))
    )
