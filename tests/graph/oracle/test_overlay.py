"""The same on a network laid over the demonstration data with what that lacks."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from . import Oracle
from .agreement import SETS, assert_agree, random_sets, sample
from .laid import laid_over, lay
from .rows import OBJECTS, read_rows, reread_services
from .states import DOWN

pytestmark = pytest.mark.django_db

KINDS = [label for label in OBJECTS if label != 'netbox_slm.service']
# So many objects of a kind are asked of those that the overlay added, and so many of all; with SLM_ORACLE_WHOLE=1 all.
OWN = {'dcim.device': 200, 'dcim.frontport': 100, 'dcim.rearport': 100, 'dcim.cable': 60}
OWN_OTHER = 25
MOST = 3


@pytest.fixture(scope='module')
def oracle(overlaid):
    """Reads the rows once."""
    return Oracle(read_rows(connection))


@pytest.fixture(scope='module')
def own(oracle):
    """What the overlay added, by type."""
    found = {}
    with connection.cursor() as cursor:
        for label in KINDS:
            cursor.execute(
                f'SELECT id FROM {label.replace(".", "_")} '
                "WHERE created >= (SELECT created FROM dcim_manufacturer WHERE slug = 'lab-maker')"
            )
            found[label] = [(label, pk) for (pk,) in sorted(cursor.fetchall())]
    return found


@pytest.fixture(scope='module')
def all_own(own):
    return [ref for refs in own.values() for ref in refs]


@pytest.mark.parametrize('label', KINDS)
def test_single_ones_of_every_kind_have_the_impact_that_the_oracle_finds(oracle, own, label):
    refs = sample(own[label], OWN.get(label, OWN_OTHER), label)
    refs += sample([ref for ref in oracle.needs.of if ref[0] == label], MOST, label)

    assert_agree(oracle, [({ref: DOWN}, {}) for ref in refs])


@pytest.mark.parametrize('part', range(3))
def test_several_failures_at_once(oracle, all_own, part):
    assert_agree(oracle, random_sets(oracle, seed=100 + part, amount=SETS // 3, own=all_own))


def test_nothing_is_explained_by_what_is_out_only_because_of_it(oracle, own):
    """A feed and, farther away, a region that takes down the other members of the groups which stand on the feed."""
    region = own['dcim.region'][0]

    assert_agree(oracle, [({region: DOWN, feed: DOWN}, {}) for feed in own['dcim.powerfeed']])


def test_services_and_groups_laid_over_it_at_random(oracle, all_own):
    dependents = [ref for ref in all_own if oracle.needs.above[ref] or oracle.needs.of[ref]]

    @given(laid_over(all_own, dependents))
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def agree(laid):
        with transaction.atomic():
            effects, before = lay(laid)
            above = Oracle(reread_services(connection, oracle.rows), oracle.links)
            assert_agree(above, [(effects, before)])
            transaction.set_rollback(True)

    agree()
