"""The documentation of the models: a page each, with a heading per field, shown by the help button of the form."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

PAGES = Path(__file__).resolve().parent.parent / 'docs/models'
MODELS = [model for model in apps.get_app_config('netbox_slm').get_models() if hasattr(model, 'docs_url')]


@pytest.mark.parametrize('model', MODELS, ids=lambda model: model._meta.model_name)
def test_every_model_has_a_page(model):
    text = (PAGES / f'{model._meta.model_name}.md').read_text()

    assert text.startswith('# ')
    assert '\n## ' in text


@pytest.mark.django_db
def test_the_help_button_leads_to_the_page(client):
    client.force_login(get_user_model().objects.create_user(username='reader'))

    response = client.get(MODELS[0]().docs_url)

    assert response.status_code == 200
    assert b'rendered-markdown' in response.content


@pytest.mark.django_db
@pytest.mark.parametrize('name', ['nothing', 'user', 'settings'])
def test_a_name_that_is_no_model_of_ours_has_no_page(client, name):
    client.force_login(get_user_model().objects.create_user(username='reader'))

    assert client.get(f'/plugins/service-levels/docs/{name}/').status_code == 404
