"""Who gets what from any URL of the plugin: nothing without a login, nothing without a permission."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from netbox_slm.urls import MODELS
from tests.builders import make_everything

pytestmark = pytest.mark.django_db

PREFIXES = ('plugins/service-levels/', 'api/plugins/service-levels/')


def plugin_patterns(patterns=None, prefix=''):
    """Every URL pattern of the plugin as (path with <int:pk>, pattern)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern).lstrip('^').rstrip('$')
        if isinstance(pattern, URLResolver):
            if any(path.startswith(wanted) or wanted.startswith(path) for wanted in PREFIXES) or not path:
                yield from plugin_patterns(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith(PREFIXES):
            yield path


def concrete(path, keys):
    """The path with a primary key of its model in place of its parameter; None for a format suffix."""
    if 'format' in path:
        return None
    model = next((name for slug, name in MODELS.items() if f'/{slug}/' in f'/{path}'), None)
    key = str(keys.get(model, 1))
    path = (
        path.replace('<slug:model>', 'service')
        .replace('<int:pk>', key)
        .replace('(?P<pk>[^/.]+)', key)
        .replace('\\.', '.')
    )
    return '/' + path.rstrip('$')


def all_paths(keys):
    paths = [concrete(path, keys) for path in plugin_patterns()]
    return sorted({path for path in paths if path})


def test_the_walk_finds_pages_and_api():
    paths = all_paths({})

    assert sum(path.startswith('/plugins/service-levels/') for path in paths) > 100
    assert sum(path.startswith('/api/plugins/service-levels/') for path in paths) > 30
    assert not [path for path in paths if '<' in path or '(' in path]


@pytest.mark.parametrize('method', ['get', 'post', 'put', 'patch', 'delete'])
def test_an_anonymous_request_gets_nothing(method):
    made = make_everything(name='Hidden-7431')
    client = Client()

    for path in all_paths(made.keys):
        response = getattr(client, method)(path)

        assert response.status_code in (301, 302, 401, 403, 405), f'{method} {path}: {response.status_code}'
        if response.status_code in (301, 302):
            assert '/login/' in response['Location'], path
        assert b'Hidden-7431' not in response.content, path


def test_a_user_without_permissions_sees_no_name_anywhere():
    made = make_everything(name='Hidden-7431')
    client = Client()
    client.force_login(get_user_model().objects.create_user(username='nobody'))

    for path in all_paths(made.keys):
        response = client.get(path)

        assert response.status_code in (302, 403, 404, 405) or b'Hidden-7431' not in response.content, path


def test_the_menu_is_hidden_from_a_user_without_permissions():
    client = Client()
    client.force_login(get_user_model().objects.create_user(username='nobody'))

    assert b'/plugins/service-levels/' not in client.get('/').content
