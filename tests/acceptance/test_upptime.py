"""A monitor's real outages, imported through REST and computed by a Celery worker, give the uptimes it published."""

import csv
import json
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from netbox_slm import tasks

TOLERANCE = Decimal('0.01')
MONITOR_RULE_SECONDS = 900  # the monitor leaves out outages under 15 minutes


class PublishedUptimes:
    """A folder of the form of `upptime_saints`: services with start, end and published uptime, and their outages."""

    def __init__(self, folder):
        summary = json.loads((folder / 'summary.json').read_text())
        self.names = {row['slug']: row['name'] for row in summary}
        self.published = {row['slug']: Decimal(row['uptime'].rstrip('%')) for row in summary}
        with (folder / 'uptime_check.csv').open() as file:
            rows = list(csv.DictReader(file))
        self.spans = {row['slug']: (at(row['start']), at(row['end'])) for row in rows}
        with (folder / 'outages.csv').open() as file:
            self.outages = [row for row in csv.DictReader(file) if row['slug'] in self.names]

    @property
    def first_day(self):
        return min(start for start, _end in self.spans.values()).date()

    def outage_minutes(self, slug, least_seconds):
        """The sum that the published figure rests on, worked out here on its own."""
        total = 0.0
        for row in self.outages:
            if row['slug'] == slug:
                end = at(row['up_at']) if row['up_at'] else self.spans[slug][1]
                seconds = (end - at(row['down_at'])).total_seconds()
                total += seconds / 60 if seconds >= least_seconds else 0
        return total

    def expected(self, slug, least_seconds):
        start, end = self.spans[slug]
        return Decimal(100 * (1 - self.outage_minutes(slug, least_seconds) * 60 / (end - start).total_seconds()))


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def import_services(api, data):
    """Services, each with the life that the monitor saw; returns their ids by slug."""
    made = api.plugins.service_levels.services.create(
        [
            {
                'name': data.names[slug],
                'reference': slug,
                'operational_from': start.isoformat(),
                'operational_until': end.isoformat(),
            }
            for slug, (start, end) in data.spans.items()
        ]
    )
    return {service.reference: service.id for service in made}


def import_outages(api, data, services):
    """Each outage as an incident that names its service; one that never closed stays open."""
    api.plugins.service_levels.incidents.create(
        [
            {
                'name': f'{row["service"]} down',
                'effect': 'down',
                'status': 'resolved' if row['up_at'] else 'new',
                'reported_at': row['down_at'],
                'resolved_at': row['up_at'] or None,
                'affected_services': [{'service': services[row['slug']]}],
            }
            for row in data.outages
        ]
    )


def make_agreement(api, data, services, *, name, excused_outage_seconds):
    """A contract year from the first day on, with one availability target."""
    tenant = api.tenancy.tenants.create(name=name, slug=name)
    sla = api.plugins.service_levels.slas.create(
        name=name,
        status='active',
        tenant=tenant.id,
        period='contract_year',
        starts_on=str(data.first_day),
        excused_outage_seconds=excused_outage_seconds,
        services=list(services.values()),
    )
    api.plugins.service_levels.targets.create(sla=sla.id, name='Uptime', metric='availability', target_percent='99.9')
    return sla


def read_figures(api, sla, period):
    """Attained percentage by service, once the worker has computed all."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        rows = list(api.plugins.service_levels.attainments.filter(sla_id=sla.id, period=period))
        if rows and all(row.value_percent is not None for row in rows):
            return {row.service.id: Decimal(str(row.value_percent)) for row in rows}
        time.sleep(0.5)
    pytest.fail('the worker computed no figures')


def test_published_uptimes_come_out_of_the_rest_api(slm_data, live_netbox, celery_worker_process):
    data = PublishedUptimes(slm_data('upptime_saints'))
    api = live_netbox.api()
    services = import_services(api, data)
    import_outages(api, data, services)
    with_rule = make_agreement(api, data, services, name='with-rule', excused_outage_seconds=MONITOR_RULE_SECONDS)
    without = make_agreement(api, data, services, name='without', excused_outage_seconds=0)

    celery_worker_process.start()
    period = f'{data.first_day}/1y'
    tasks.compute_period.delay(period)
    figures, plain = read_figures(api, with_rule, period), read_figures(api, without, period)

    off = {}
    for slug, service_id in services.items():
        assert abs(figures[service_id] - data.published[slug]) <= TOLERANCE, slug
        assert abs(plain[service_id] - data.expected(slug, 0)) < Decimal('0.0001'), slug
        if abs(plain[service_id] - data.published[slug]) > TOLERANCE:
            off[slug] = plain[service_id]
    expected_off = {slug for slug in services if abs(data.expected(slug, 0) - data.published[slug]) > TOLERANCE}
    assert set(off) == expected_off
