"""Impact on NetBox's demonstration data, a network that no one here recorded, equals the oracle's."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from . import Oracle
from .agreement import SETS, assert_agree, random_sets, singles
from .laid import laid_over, lay
from .rows import read_rows, reread_services

pytestmark = pytest.mark.django_db

NAMED = (
    'dcim.device',
    'dcim.powerfeed',
    'dcim.powerpanel',
    'circuits.circuit',
    'dcim.cable',
    'dcim.rack',
    'dcim.site',
)
EXPLICIT = ('dcim.device', 'circuits.circuit', 'virtualization.virtualmachine', 'virtualization.cluster')


@pytest.fixture(scope='module')
def oracle(demo):
    """Reads the rows once."""
    return Oracle(read_rows(connection))


@pytest.mark.parametrize('label', NAMED)
def test_every_single_one_has_the_impact_that_the_oracle_finds(oracle, label):
    questions = singles(oracle, label)

    assert questions
    assert_agree(oracle, questions)


@pytest.mark.parametrize('label', ['dcim.interface', 'dcim.rearport', 'dcim.region', 'circuits.provider'])
def test_some_of_other_kinds_too(oracle, label):
    assert_agree(oracle, singles(oracle, label, most=25))


@pytest.mark.parametrize('part', range(3))
def test_several_failures_at_once(oracle, part):
    assert_agree(oracle, random_sets(oracle, seed=part, amount=SETS // 3))


def test_services_and_groups_laid_over_it_at_random(oracle):
    refs = [ref for ref in oracle.needs.of if ref in oracle.network.hops or ref[0] in (*NAMED, *EXPLICIT)]
    dependents = [ref for ref in refs if ref[0] in EXPLICIT]

    @given(laid_over(refs, dependents))
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def agree(laid):
        with transaction.atomic():
            effects, before = lay(laid)
            above = Oracle(reread_services(connection, oracle.rows), oracle.links)
            assert_agree(above, [(effects, before)])
            transaction.set_rollback(True)

    agree()
