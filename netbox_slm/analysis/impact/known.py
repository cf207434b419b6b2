"""What is out already: open incidents, and other planned work in the same window (graph.md §5, semantics.md §7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from netbox.plugins import get_plugin_config

from ...choices import ChangeStatusChoices, EffectChoices
from ...engine.structure import DEGRADED, DOWN
from ...graph import Ref
from ...models import AffectedCI, AffectedService, PlannedEffect

__all__ = ('STATE_OF_EFFECT', 'KnownEffect', 'known_effects', 'worst_of')

STATE_OF_EFFECT = {EffectChoices.EFFECT_DEGRADED: DEGRADED, EffectChoices.EFFECT_DOWN: DOWN}
SERVICE = 'netbox_slm.service'


@dataclass(frozen=True, slots=True)
class KnownEffect:
    """What one record says of one object. source: the incident or change, as a Ref; state: DEGRADED or DOWN.

    starts_at, ends_at: while it lasts; an incident without an end is held to last on.
    """

    ref: Ref
    state: int
    source: Ref
    starts_at: datetime
    ends_at: datetime | None


def known_effects(
    starts_at: datetime,
    ends_at: datetime,
    without: Collection[Ref] = (),
) -> list[KnownEffect]:
    """What incidents and planned work do to objects at any time in [starts_at, ends_at). Three queries.

    Incidents: those that last, or are not over before it. Planned work: what is approved or under way, until now also
    where it runs longer than planned. Not `without` (incidents and changes, as Refs). What an incident only reaches
    through the infrastructure is left to the graph, which reaches it again.
    """
    found = [*_from_incidents(starts_at, ends_at), *_from_changes(starts_at, ends_at)]
    without = set(without)
    return [effect for effect in found if effect.source not in without]


def worst_of(effects: Collection[KnownEffect]) -> dict[Ref, int]:
    """The worst state that is said of each object."""
    worst: dict[Ref, int] = {}
    for effect in effects:
        worst[effect.ref] = max(effect.state, worst.get(effect.ref, 0))
    return worst


def _from_incidents(starts_at: datetime, ends_at: datetime) -> list[KnownEffect]:
    begins = Coalesce('incident__occurred_at', 'incident__reported_at', output_field=DateTimeField())
    ends = Coalesce('incident__restored_at', 'incident__resolved_at', output_field=DateTimeField())
    counted = ~Q(incident__status__in=get_plugin_config('netbox_slm', 'ignored_incident_statuses'))
    on_cis = (
        AffectedCI.objects.filter(counted)
        .annotate(begins=begins, ends=ends)
        .filter(Q(ends__isnull=True) | Q(ends__gt=starts_at), begins__lt=ends_at)
        .order_by('pk')
    )
    found = [
        KnownEffect(_ref(type_id, object_id), STATE_OF_EFFECT[effect], _incident(incident_id), *span)
        for type_id, object_id, incident_id, own, general, *span in on_cis.values_list(
            'object_type_id', 'object_id', 'incident_id', 'effect', 'incident__effect', 'begins', 'ends'
        )
        if (effect := own or general) in STATE_OF_EFFECT
    ]
    on_services = (
        AffectedService.objects.filter(counted)
        .annotate(begins=Coalesce(F('starts_at'), begins), ends=Coalesce(F('ends_at'), ends))
        .filter(Q(ends__isnull=True) | Q(ends__gt=starts_at), begins__lt=ends_at)
        .order_by('pk')
    )
    return found + [
        KnownEffect(Ref(SERVICE, service_id), STATE_OF_EFFECT[effect], _incident(incident_id), *span)
        for service_id, incident_id, own, general, *span in on_services.values_list(
            'service_id', 'incident_id', 'effect', 'incident__effect', 'begins', 'ends'
        )
        if (effect := own or general) in STATE_OF_EFFECT
    ]


def _from_changes(starts_at: datetime, ends_at: datetime) -> list[KnownEffect]:
    going_on = Q(change__status__in=ChangeStatusChoices.APPROVED) & ~Q(change__status__in=ChangeStatusChoices.ENDED)
    is_late = Q(change__status=ChangeStatusChoices.STATUS_IN_PROGRESS)
    effects = (
        PlannedEffect.objects.filter(
            going_on,
            is_late | Q(change__planned_end__gt=starts_at),
            change__planned_start__lt=ends_at,
            effect__in=STATE_OF_EFFECT,
        )
        .select_related('change')
        .order_by('pk')
    )
    just_now = timezone.now() + timedelta(microseconds=1)
    return [
        KnownEffect(
            _ref(row.object_type_id, row.object_id),
            STATE_OF_EFFECT[row.effect],
            Ref('netbox_slm.change', row.change_id),
            row.starts_at,
            until,
        )
        for row in effects
        if row.starts_at < ends_at and (until := _until(row, just_now)) > starts_at
    ]


def _until(effect: PlannedEffect, just_now: datetime) -> datetime:
    """How long a planned effect lasts: to the end of the work, which may be late."""
    is_going_on = effect.change.status == ChangeStatusChoices.STATUS_IN_PROGRESS and effect.outage_seconds is None
    return max(effect.ends_at, just_now) if is_going_on else effect.ends_at


def _incident(incident_id: int) -> Ref:
    return Ref('netbox_slm.incident', incident_id)


def _ref(type_id: int, object_id: int) -> Ref:
    content_type = ContentType.objects.get_for_id(type_id)
    return Ref(f'{content_type.app_label}.{content_type.model}', object_id)
