"""Columns that show figures."""

import pytest

from netbox_slm.choices import AttainmentStatusChoices
from netbox_slm.models import Attainment
from netbox_slm.tables import AttainmentTable
from tests.builders import make_everything

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(('status', 'word'), [(value, label) for value, label in AttainmentStatusChoices])
def test_the_mark_of_a_figure_is_that_of_its_status(status, word):
    made = make_everything('Mark').objects['attainment']
    Attainment.objects.filter(pk=made.pk).update(status=status)

    cell = AttainmentTable(Attainment.objects.all()).rows[0].get_cell('status')

    assert str(word) in cell
