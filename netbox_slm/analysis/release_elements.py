"""What a release introduces, merged into services and the SLAs that cover them: proposed, confirmed, in effect."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..choices import ChangeStatusChoices, ReleaseElementStateChoices, SLAKindChoices, SLAStatusChoices
from ..models import SLA, Release, ReleaseElement, ServiceComponent
from ..transactions import atomic_for

__all__ = ('confirm_element', 'covering_slas', 'decline_element', 'merge_confirmed')

_STATES = ReleaseElementStateChoices


def covering_slas(element: ReleaseElement) -> QuerySet:
    """The SLAs that will cover what is introduced.

    Of a CI: those of the service it goes into, by themselves. Of a new service: those chosen, or as a proposal, where
    none is, the active ones of its customer.
    """
    if not element.is_new_service:
        return SLA.objects.filter(services=element.service_id)
    if element.pk and element.slas.exists():
        return element.slas.all()
    return SLA.objects.filter(
        kind=SLAKindChoices.KIND_SLA,
        status=SLAStatusChoices.STATUS_ACTIVE,
        tenant__isnull=False,
        tenant=element.service.tenant_id,
    )


def confirm_element(element: ReleaseElement, user, now: datetime) -> ReleaseElement:
    """Confirm what a release introduces; it takes effect when the release is done, or at once where it is.

    A new service for which no SLA was chosen joins those proposed. One transaction, change-logged. Raises
    ValidationError where it was decided before, or where no SLA covers it.
    """
    with atomic_for(ReleaseElement):
        element = _decided(element, _STATES.STATE_CONFIRMED, user, now)
        if element.is_new_service:
            slas = list(covering_slas(element))
            if not slas:
                raise ValidationError({'slas': _('No SLA would cover the new service: choose the SLAs that it joins.')})
            element.slas.set(slas)
        if element.release.status == ChangeStatusChoices.STATUS_DONE:
            _merge(element, now)
    return element


def decline_element(element: ReleaseElement, user, now: datetime) -> ReleaseElement:
    """Decline what a release proposes to introduce. Raises ValidationError where it was decided before."""
    with atomic_for(ReleaseElement):
        return _decided(element, _STATES.STATE_DECLINED, user, now)


def merge_confirmed(release: Release, user, now: datetime) -> int:
    """Bring everything that was confirmed of a release into effect; returns how many. Safe to call again."""
    with atomic_for(ReleaseElement):
        elements = list(
            release.elements.select_for_update(of=('self',)).filter(
                state=_STATES.STATE_CONFIRMED, merged_at__isnull=True
            )
        )
        for element in elements:
            _merge(element, now)
    return len(elements)


def _decided(element, state, user, now):
    element = ReleaseElement.objects.select_for_update(of=('self',)).get(pk=element.pk)
    if element.state != _STATES.STATE_PROPOSED:
        raise ValidationError(
            {'state': _('It was already decided: {state}.').format(state=element.get_state_display())}
        )
    element.snapshot()
    element.state, element.decided_by, element.decided_at = state, user, now
    element.full_clean()
    element.save()
    return element


def _merge(element, now):
    """Make the component, or let the new service join its SLAs; what is so already stays."""
    if element.is_new_service:
        for sla in element.slas.all():
            if not sla.services.filter(pk=element.service_id).exists():
                sla.snapshot()
                sla.services.add(element.service)
                sla.save()
    elif not _is_component(element):
        component = ServiceComponent(
            service=element.service,
            object_type=element.object_type,
            object_id=element.object_id,
            redundancy_group=element.redundancy_group,
            since=element.release.actual_end or now,
        )
        component.full_clean()
        component.save()
    element.snapshot()
    element.merged_at = now
    element.save()


def _is_component(element):
    return ServiceComponent.objects.filter(
        service=element.service_id,
        object_type=element.object_type_id,
        object_id=element.object_id,
        until__isnull=True,
    ).exists()
