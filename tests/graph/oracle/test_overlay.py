"""The same on a network laid over the demonstration data with what that lacks."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from . import Oracle
from .agreement import SETS, assert_agree, random_sets, singles
from .laid import laid_over, lay
from .rows import OBJECTS, read_rows, reread_services

pytestmark = pytest.mark.django_db

# Where there are many of a kind, so many of them are asked; all with SLM_ORACLE_WHOLE=1.
MOST = 12
KINDS = [label for label in OBJECTS if label != 'netbox_slm.service']


@pytest.fixture(scope='module')
def oracle(overlaid):
    """Reads the rows once."""
    return Oracle(read_rows(connection))


@pytest.fixture(scope='module')
def own(oracle):
    """What the overlay added: by far most of what else there is stands for itself."""
    names = _named_by_the_overlay()
    return [ref for ref in oracle.needs.of if ref in names]


def _named_by_the_overlay():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM dcim_device WHERE id >= (SELECT min(id) FROM dcim_device WHERE name = 'pdu-a')")
        devices = {pk for (pk,) in cursor.fetchall()}
        found = {('dcim.device', pk) for pk in devices}
        for table in ('interface', 'frontport', 'rearport', 'powerport', 'poweroutlet', 'module'):
            cursor.execute(f'SELECT id FROM dcim_{table} WHERE device_id = ANY(%s)', [list(devices)])
            found |= {(f'dcim.{table}', pk) for (pk,) in cursor.fetchall()}
    return found


@pytest.mark.parametrize('label', KINDS)
def test_single_ones_of_every_kind_have_the_impact_that_the_oracle_finds(oracle, own, label):
    mine = [ref for ref in own if ref[0] == label]

    assert_agree(oracle, singles(oracle, label, MOST, mine))


@pytest.mark.parametrize('part', range(3))
def test_several_failures_at_once(oracle, own, part):
    assert_agree(oracle, random_sets(oracle, seed=100 + part, amount=SETS // 3, own=own))


def test_services_and_groups_laid_over_it_at_random(oracle, own):
    @given(laid_over(own, own))
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def agree(laid):
        with transaction.atomic():
            effects, before = lay(laid)
            above = Oracle(reread_services(connection, oracle.rows), oracle.links)
            assert_agree(above, [(effects, before)])
            transaction.set_rollback(True)

    agree()
