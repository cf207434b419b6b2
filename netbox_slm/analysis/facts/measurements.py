"""What was measured for targets, or of their services under the name of a measure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ...choices import MetricChoices
from ...engine.instants import from_us, to_us
from ...models import Measurement
from ..columns import AnyOf, joined_object_key
from .targets import TargetTerms

__all__ = ('MeasuredValue', 'MeasurementFacts', 'load_measurements')


class MeasuredValue(NamedTuple):
    """A measurement: when, what, its key as an object, and the service that it is about (None: each of a target)."""

    at_us: int
    value: Decimal
    object_key: int
    service_id: int | None


@dataclass(frozen=True, slots=True)
class MeasurementFacts:
    """Measurements by target id, and by (service id, measure); each sorted by time."""

    of_target: dict[int, list[MeasuredValue]] = field(default_factory=dict)
    of_measure: dict[tuple[int, str], list[MeasuredValue]] = field(default_factory=dict)

    def of(self, target: TargetTerms, service_id: int | None) -> list[MeasuredValue]:
        """What counts for one service of a target; None: for all of them together, each value once. By time."""
        own = self.of_target.get(target.target_id, [])
        services = target.service_ids if service_id is None else (service_id,)
        found = [value for value in own if value.service_id is None or value.service_id in services]
        if target.measure:
            found += [value for service in services for value in self.of_measure.get((service, target.measure), [])]
        return sorted(found, key=lambda value: (value.at_us, value.object_key))


def load_measurements(targets: Sequence[TargetTerms], start_us: int, end_us: int) -> MeasurementFacts:
    """The measurements within [start_us, end_us) that count for these targets. One query, none without such targets."""
    measured = [target for target in targets if target.metric in MetricChoices.MEASURED]
    if not measured:
        return MeasurementFacts()
    services = sorted({service for target in measured if target.measure for service in target.service_ids})
    measures = sorted({target.measure for target in measured if target.measure})
    rows = (
        Measurement.objects.filter(measured_at__gte=from_us(start_us), measured_at__lt=from_us(end_us))
        .filter(
            Q(AnyOf('target_id', [target.target_id for target in measured]))
            | Q(AnyOf('service_id', services), target__isnull=True, measure__in=measures)
        )
        .order_by('measured_at', 'pk')
        .values_list('pk', 'target_id', 'service_id', 'measure', 'measured_at', 'value')
    )
    type_id = ContentType.objects.get_for_model(Measurement).pk
    facts = MeasurementFacts(defaultdict(list), defaultdict(list))
    for pk, target_id, service_id, measure, measured_at, value in rows:
        found = MeasuredValue(to_us(measured_at), value, joined_object_key(type_id, pk), service_id)
        if target_id is not None:
            facts.of_target[target_id].append(found)
        else:
            facts.of_measure[service_id, measure].append(found)
    return facts
