"""The OpenAPI schema: one view that it cannot read would take it away from all of NetBox."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.django_db
OURS = ('netbox_slm', 'service_levels', 'service-levels')


def test_the_schema_can_be_generated_and_holds_every_route_of_the_plugin():
    from netbox_slm.api.urls import router

    schema = SchemaGenerator().get_schema(request=None, public=True)

    for prefix, _viewset, _name in router.registry:
        assert f'/api/plugins/service-levels/{prefix}/' in schema['paths'], prefix


def test_nothing_of_the_plugin_is_warned_of():
    """An operation without a type of its own, or two of one name, are of no use to a generated client."""
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)
        said = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]
    GENERATOR_STATS.reset()

    assert [text for text in said if any(name in text for name in OURS)] == []


def test_reopening_one_figure_and_several_have_names_of_their_own():
    paths = SchemaGenerator().get_schema(request=None, public=True)['paths']
    base = '/api/plugins/service-levels/attainments'

    names = {paths[f'{base}/{part}']['post']['operationId'] for part in ('reopen/', '{id}/reopen/')}

    assert len(names) == 2
    assert not any(name.endswith('_2') for name in names)
