"""A real ServiceNow log: resolution targets in calendar hours give what its clock implies, and agree with its flag."""

import csv
import gzip
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from netbox_slm import models
from netbox_slm.analysis.attainment import AttainmentRequest, compute_attainment
from tests.builders import make_service, make_sla, make_target

pytestmark = pytest.mark.django_db

HOURS = {'critical': 16, 'high': 24, 'medium': 240, 'low': 480}
PRIORITIES = {'1': 'critical', '2': 'high', '3': 'medium', '4': 'low'}
# How often the limits above reproduce the flag `made_sla` of the log, by priority: lower bounds.
AGREEMENT = {'critical': 0.99, 'high': 0.995, 'medium': 0.965, 'low': 0.985}


def at(text):
    """An instant of the log, which is written day/month/year."""
    return datetime.strptime(text, '%d/%m/%Y %H:%M').replace(tzinfo=UTC)


def read_log(folder):
    """(number, category, priority, opened, closed, made_sla) of every incident that was closed."""
    with gzip.open(folder / 'incidents_final_state.csv.gz', 'rt') as file:
        for row in csv.DictReader(file):
            yield (
                row['number'],
                row['category'],
                PRIORITIES[row['priority'][0]],
                at(row['opened_at']),
                at(row['closed_at']),
                row['made_sla'] == 'true',
            )


def load(rows):
    """One service per category, each incident naming its own; returns the services."""
    services = {category: make_service(f'Category {category}') for category in {row[1] for row in rows}}
    incidents = models.Incident.objects.bulk_create(
        [
            models.Incident(
                name=number,
                reference=number,
                status='closed',
                priority=priority,
                effect='none',
                reported_at=opened,
                resolved_at=closed,
                closed_at=closed,
            )
            for number, _category, priority, opened, closed, _made in rows
        ],
        batch_size=5000,
    )
    models.AffectedService.objects.bulk_create(
        [
            models.AffectedService(incident=incident, service=services[row[1]])
            for incident, row in zip(incidents, rows, strict=True)
        ],
        batch_size=5000,
    )
    return list(services.values())


def test_resolution_in_calendar_hours_agrees_with_the_log(slm_data):
    rows = list(read_log(slm_data('uci_incident_log')))
    first_day = min(opened for *_start, opened, _closed, _made in rows).date()
    sla = make_sla('Help desk', services=load(rows), period='contract_year', starts_on=first_day)
    for priority, hours in HOURS.items():
        make_target(
            sla, name=priority, metric='resolution', target_percent='90', priority_limits={priority: hours * 3600}
        )

    now = max(closed for *_start, closed, _made in rows) + timedelta(days=30)
    compute_attainment(AttainmentRequest(f'{first_day}/1y', now))

    counted = defaultdict(Counter)
    for figure in models.Attainment.objects.filter(target__sla=sla).select_related('target'):
        counted[figure.target.name] += Counter(met=figure.met_count, missed=figure.missed_count)
    expected, agreeing, total = defaultdict(Counter), Counter(), Counter()
    for _number, _category, priority, opened, closed, made in rows:
        met = closed - opened <= timedelta(hours=HOURS[priority])
        expected[priority]['met' if met else 'missed'] += 1
        total[priority] += 1
        agreeing[priority] += met == made
    assert counted == expected
    for priority, least in AGREEMENT.items():
        assert agreeing[priority] / total[priority] >= least, priority
