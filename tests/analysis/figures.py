"""What the tests of figures share: a promise, its figure for March 2026, and the lines of it."""

from netbox_slm.analysis.attainment import AttainmentRequest, compute_attainment
from netbox_slm.models import Attainment
from tests.builders import at, make_sla, make_target

NOW = at('2026-05-15 12:00')
HOUR = 3_600_000_000
WEEKDAYS = [(day, 8 * 3600, 18 * 3600) for day in range(5)]


def compute(period='2026-03', now=NOW, **fields):
    return compute_attainment(AttainmentRequest(period, now, **fields))


def figure_of(target, service=None, period='2026-03', now=NOW):
    compute(period, now)
    rows = Attainment.objects.filter(target=target, period=period)
    return rows.get(service=service) if service else rows.get()


def promise(services, target_percent='99.9', sla_fields=None, **fields):
    return make_target(make_sla(services=services, **(sla_fields or {})), target_percent=target_percent, **fields)


def lines_of(figure, *kinds):
    return figure.contributions.filter(kind__in=kinds)
