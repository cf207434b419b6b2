"""What the OpenAPI schema cannot read off by itself."""

from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers

__all__ = ('ObjectSerializer',)


class ObjectSerializer(serializers.BaseSerializer):
    """Base of read-only representations that are written as one function; in the schema they are free-form objects."""


class ObjectSerializerExtension(OpenApiSerializerExtension):
    """Found by drf-spectacular when this module is imported."""

    target_class = ObjectSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema, direction):
        return {'type': 'object', 'additionalProperties': {}, 'description': (self.target.__doc__ or '').strip()}
