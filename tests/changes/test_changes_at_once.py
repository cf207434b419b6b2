"""Two people approve both halves of a redundant pair at the same moment: the second is judged with the first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from netbox_slm.analysis.changes import transition
from netbox_slm.models import Change
from tests.changes.base import Team, flagged, make_assessed, make_promise

pytestmark = pytest.mark.django_db(transaction=True)


def approve_unless_it_waits(change, user):
    """In a connection of its own, which gives up at once where it has to wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        transition(change, 'approved', user, timezone.now())
    finally:
        connection.close()


def test_the_second_waits_for_the_first_and_is_then_refused():
    team = Team()
    sla, *switches = make_promise('Acme gold', redundant=True)
    first, second = (flagged(make_assessed(significance='major', on=[switch])) for switch in switches)

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        transition(first, 'approved', team.director, timezone.now())
        with pytest.raises(OperationalError, match='lock timeout'):
            other.submit(approve_unless_it_waits, second, team.director).result()

    with pytest.raises(ValidationError, match='Acme gold'):
        transition(second, 'approved', team.director, timezone.now())
    assert set(Change.objects.values_list('status', flat=True)) == {'approved', 'assessed'}
    assert second.impacts.current().get(sla=sla).is_beyond
