"""The demonstration data, bare and with the overlay, as the database of a test module; skipped by name without it."""

from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from netbox.config import clear_config

from . import databases


@contextmanager
def _database(name):
    """Let Django's connection lead to another database, without what it remembers of the first."""
    before = connection.settings_dict['NAME']
    try:
        _lead_to(name)
        yield
    finally:
        _lead_to(before)


def _lead_to(name):
    connection.close()
    connection.settings_dict['NAME'] = name
    ContentType.objects.clear_cache()
    clear_config()


def _cloned(slm_data, django_db_blocker, suffix, **options):
    folder = slm_data('netbox_demo')
    name = f'{connection.settings_dict["NAME"]}_{suffix}'
    databases.clone(name, folder, **options)
    with django_db_blocker.unblock(), _database(name):
        yield name
    databases.drop(name)


@pytest.fixture(scope='module')
def demo(slm_data, django_db_setup, django_db_blocker):
    """The test module works on NetBox's demonstration data."""
    yield from _cloned(slm_data, django_db_blocker, 'demo')


@pytest.fixture(scope='module')
def overlaid(slm_data, django_db_setup, django_db_blocker):
    """The test module works on the demonstration data with the overlay."""
    yield from _cloned(slm_data, django_db_blocker, 'overlaid', overlay=True)
