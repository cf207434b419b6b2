"""Planned work on a small company, for the tests of forecasts and flags."""

from netbox_slm.models import Change, PlannedEffect, RedundancyGroup
from tests.builders import at, make_component, make_device, make_service, make_sla, make_target, make_tenant

NOW = at('2026-12-01 08:00')
FRIDAY = at('2026-12-04 20:00'), at('2026-12-04 22:00')
SATURDAY = at('2026-12-05 20:00'), at('2026-12-05 22:00')


def make_change(*objects, window=FRIDAY, name='Upgrade', status=None, **fields):
    """A change with planned effects on these objects (down for the whole window by default)."""
    effect = {key: fields.pop(key) for key in ('effect', 'outage_seconds', 'offset_seconds') if key in fields}
    change = Change.objects.create(name=name, planned_start=window[0], planned_end=window[1], **fields)
    for obj in objects:
        PlannedEffect.objects.create(change=change, object=obj, **effect)
    if status:
        Change.objects.filter(pk=change.pk).update(status=status)
        change.refresh_from_db()
    return change


class Company:
    """Payroll needs one of two switches; Mail needs the first. Both are promised to Acme with 99.9 % a month."""

    def __init__(self, **sla):
        self.first, self.second = make_device('SW-1'), make_device('SW-2')
        self.tenant = make_tenant('Acme')
        self.payroll, self.mail = (make_service(name, tenant=self.tenant) for name in ('Payroll', 'Mail'))
        self.group = RedundancyGroup.objects.create(service=self.payroll, name='Switches', min_available=1)
        make_component(self.payroll, self.first, redundancy_group=self.group)
        make_component(self.payroll, self.second, redundancy_group=self.group)
        make_component(self.mail, self.first)
        self.sla = make_sla('ACME 2026', services=[self.payroll, self.mail], tenant=self.tenant, **sla)
        self.target = make_target(self.sla, target_percent='99.9', name='Availability')


def flags_by_service(flags):
    return {flag.service.name if flag.service else None: flag for flag in flags}
