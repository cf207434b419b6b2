"""The OpenAPI schema: one view that it cannot read would take it away from all of NetBox."""

import pytest
from drf_spectacular.generators import SchemaGenerator


@pytest.mark.django_db
def test_the_schema_can_be_generated_and_holds_every_route_of_the_plugin():
    from netbox_slm.api.urls import router

    schema = SchemaGenerator().get_schema(request=None, public=True)

    for prefix, _viewset, _name in router.registry:
        assert f'/api/plugins/service-levels/{prefix}/' in schema['paths'], prefix
