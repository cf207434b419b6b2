"""`netbox slm_compute` does the work of the tasks without a worker, and says clearly what it cannot do."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from netbox_slm.models import Attainment
from tests.analysis.figures import compute, promise
from tests.builders import make_service

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command('slm_compute', *arguments, stdout=out)
    return out.getvalue()


def test_it_computes_every_agreement_and_shows_how_far_it_is():
    promise([make_service(), make_service()])
    promise([make_service()])

    text = run('--period', '2026-03')

    assert Attainment.objects.filter(period='2026-03', computed_at__isnull=False).count() == 3
    assert '2 of 2 targets: 3 figures computed' in text
    assert '3 figures computed.' in text


def test_it_computes_only_the_agreements_named_by_name_or_reference():
    promise([make_service()], sla_fields={'name': 'Gold'})
    promise([make_service()], sla_fields={'name': 'Silver', 'reference': 'S-1'})
    promise([make_service()], sla_fields={'name': 'Bronze'})

    run('--period', '2026-03', '--sla', 'Gold', 'S-1')

    assert {row.target.sla.name for row in Attainment.objects.all()} == {'Gold', 'Silver'}


def test_final_figures_are_left_and_counted():
    promise([make_service()])
    compute('2026-03', close=True)

    assert '1 final figure left as it is.' in run('--period', '2026-03')


@pytest.mark.parametrize(
    ('arguments', 'message'),
    [
        (('--period', 'March'), 'March is no period: write 2026-10'),
        (('--period', '2026-03', '--sla', 'Nothing'), 'There is no SLA of the name or reference Nothing.'),
        (('--period', '2026-03', '--sla', 'Planned'), 'The SLA Planned is Draft'),
    ],
)
def test_what_is_unknown_ends_it_with_the_reason(arguments, message):
    promise([make_service()], sla_fields={'name': 'Planned', 'status': 'draft'})

    with pytest.raises(CommandError, match=message):
        run(*arguments)
