"""Beside the other distribution that owns our import name: a clear stop, and a warning about its tables."""

from importlib import metadata

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from netbox_slm import beside, checks


def test_start_up_stops_and_names_both_and_the_way_out(monkeypatch):
    monkeypatch.setattr(metadata, 'distribution', lambda name: object())

    with pytest.raises(ImproperlyConfigured) as caught:
        beside.refuse_other_distribution()

    message = str(caught.value)
    assert 'netbox-service-levels' in message
    assert 'netbox-slm (software lifecycle)' in message
    assert 'pip uninstall netbox-slm netbox-service-levels' in message


def test_start_up_goes_on_where_the_other_is_not_installed():
    beside.refuse_other_distribution()


@pytest.mark.django_db
def test_tables_left_over_get_a_warning():
    assert checks.check_other_tables(None, databases=['default']) == []
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE netbox_slm_softwareproduct (id integer)')

    (warning,) = checks.check_other_tables(None, databases=['default'])

    assert warning.id == 'netbox_slm.W001'
    assert 'netbox_slm_softwareproduct' in warning.msg


@pytest.mark.parametrize(
    ('label', 'error'),
    [('dcim.nothing', 'netbox_slm.E001'), ('no label', 'netbox_slm.E001'), ('dcim.region', 'netbox_slm.E002')],
)
def test_a_wrong_linkable_type_is_found(label, error, settings):
    settings.PLUGINS_CONFIG['netbox_slm']['linkable_types'] = ['dcim.device', label]
    try:
        assert [message.id for message in checks.check_linkable_types(None)] == [error]
    finally:
        from netbox_slm import DEFAULT_LINKABLE_TYPES

        settings.PLUGINS_CONFIG['netbox_slm']['linkable_types'] = DEFAULT_LINKABLE_TYPES


def test_every_default_linkable_type_has_valid_look_ups():
    assert checks.check_linkable_types(None) == []
