"""A NetBox with netbox-branching and netbox-change-control; not collected in any other.

Branches are schemas that several connections write, so nothing here runs inside a transaction: tests share a database,
make objects of their own in it, and it is dropped in the end.
"""

import os
import uuid
from contextlib import contextmanager

import pytest

collect_ignore_glob = [] if os.environ.get('SLM_BRANCHING') else ['test_*.py']


@pytest.fixture(scope='session', autouse=True)
def database(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The database for the whole run; branches keep connections, so whoever runs the tests drops it, by force."""
    from django.test.utils import setup_databases

    with django_db_blocker.unblock():
        setup_databases(verbosity=0, interactive=False, aliases={'default'})
        yield


@pytest.fixture(scope='session')
def admin(database):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser('admin', password='admin')


@pytest.fixture
def api(admin):
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(admin)
    client.force_login(admin)
    return client


@pytest.fixture(scope='session')
def make_branch(admin):
    """Makes a provisioned branch."""
    from netbox_branching.models import Branch

    def make(name):
        branch = Branch(name=name)
        branch.save(provision=False)
        branch.provision(user=admin)
        return Branch.objects.get(pk=branch.pk)

    return make


@pytest.fixture(scope='session')
def work_in(admin):
    """A block in which everything is done in a branch (None: in main), by a request of the administrator."""
    from django.test import RequestFactory
    from netbox_branching.utilities import activate_branch

    from netbox.context_managers import event_tracking

    @contextmanager
    def work(branch):
        request = RequestFactory().get('/')
        request.id, request.user = uuid.uuid4(), admin
        with activate_branch(branch), event_tracking(request):
            yield

    return work


@pytest.fixture(scope='session')
def change(work_in):
    """Sets attributes of an object in a branch, as a form would."""

    def change_in(branch, obj, **values):
        with work_in(branch):
            found = type(obj).objects.get(pk=obj.pk)
            found.snapshot()
            for name, value in values.items():
                setattr(found, name, value)
            found.full_clean()
            found.save()

    return change_in


@pytest.fixture(scope='session')
def delete(work_in):
    """Deletes objects in a branch."""

    def delete_in(branch, *objects):
        with work_in(branch):
            for obj in objects:
                type(obj).objects.get(pk=obj.pk).delete()

    return delete_in
