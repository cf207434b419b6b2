"""Time that leaves a figure because it was agreed: maintenance windows and each time they came round."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q

from ...choices import MaintenanceWindowStatusChoices
from ...engine.instants import I64, from_us, to_us
from ...models import MaintenanceWindow
from ...recurrence import occurrences
from ..columns import AnyOf

__all__ = ('MaintenanceFacts', 'load_maintenance')


@dataclass(frozen=True, slots=True)
class MaintenanceFacts:
    """Occurrences of agreed windows, (n,) each, sorted by start; and the windows agreed for an SLA or a service."""

    window_id: I64
    start_us: I64
    end_us: I64
    of_sla: dict[int, set[int]]
    of_service: dict[int, set[int]]

    def applying(self, sla_id: int, service_id: int | None) -> I64:
        """Indices of the occurrences that hold for a service under an SLA; None: for all of the SLA's services."""
        windows = self.of_sla.get(sla_id, set()) | (self.of_service.get(service_id, set()) if service_id else set())
        if not windows:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(np.isin(self.window_id, np.array(sorted(windows), dtype=np.int64)))

    def only_of(self, service_id: int, sla_id: int) -> I64:
        """Indices of the occurrences that hold for the service and not for the SLA as a whole."""
        windows = self.of_service.get(service_id, set()) - self.of_sla.get(sla_id, set())
        return np.flatnonzero(np.isin(self.window_id, np.array(sorted(windows), dtype=np.int64)))


def load_maintenance(
    sla_ids: Sequence[int], service_ids: Sequence[int] | I64, start_us: int, end_us: int
) -> MaintenanceFacts:
    """The agreed windows of these SLAs and services that touch [start_us, end_us). Three queries."""
    slas, services = MaintenanceWindow.slas.through, MaintenanceWindow.services.through
    of_window = {'maintenancewindow_id': OuterRef('pk')}
    start, end = from_us(start_us), from_us(end_us)
    windows = MaintenanceWindow.objects.filter(
        Q(Exists(slas.objects.filter(AnyOf('sla_id', sla_ids), **of_window)))
        | Q(Exists(services.objects.filter(AnyOf('service_id', service_ids), **of_window))),
        Q(ends_at__gt=start) | ~Q(recurrence=''),
        status=MaintenanceWindowStatusChoices.STATUS_AGREED,
        starts_at__lt=end,
    )
    rows = [
        (to_us(began), window.pk, to_us(ended))
        for window in windows.order_by('pk')
        for began, ended in occurrences(
            window.starts_at, window.ends_at, window.recurrence, window.time_zone, start, end
        )
    ]
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T
    ids = sorted({window_id for _start, window_id, _end in rows})
    return MaintenanceFacts(
        window_id=columns[1],
        start_us=columns[0],
        end_us=columns[2],
        of_sla=_windows_by(slas, 'sla_id', ids),
        of_service=_windows_by(services, 'service_id', ids),
    )


def _windows_by(through, column: str, window_ids: Sequence[int]) -> dict[int, set[int]]:
    found = defaultdict(set)
    rows = through.objects.filter(AnyOf('maintenancewindow_id', window_ids))
    for owner, window_id in rows.values_list(column, 'maintenancewindow_id'):
        found[owner].add(window_id)
    return dict(found)
