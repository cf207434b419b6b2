"""GraphQL types of the domain operations. A relation that the user may not view is null, so all are nullable."""

from typing import Annotated

import strawberry
import strawberry_django
from django.contrib.contenttypes.models import ContentType
from strawberry.types import Info

from extras.graphql.mixins import ContactsMixin, ImageAttachmentsMixin
from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ...visible import viewable_ids
from ..filters.operations import AffectedCIFilter, AffectedServiceFilter, HoldFilter, IncidentFilter
from .bases import NetBoxObjectType, PrimaryObjectType

__all__ = ('AffectedCIType', 'AffectedServiceType', 'HoldType', 'IncidentType')

_TYPES = 'netbox_slm.graphql.types'


@register_type(models.Incident, fields='__all__', filters=IncidentFilter, pagination=True)
class IncidentType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    excused_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    affected_cis: list[Annotated['AffectedCIType', strawberry.lazy(_TYPES)]]
    affected_services: list[Annotated['AffectedServiceType', strawberry.lazy(_TYPES)]]
    holds: list[Annotated['HoldType', strawberry.lazy(_TYPES)]]


@register_type(models.AffectedCI, exclude=['object_id'], filters=AffectedCIFilter, pagination=True)
class AffectedCIType(NetBoxObjectType):
    incident: Annotated['IncidentType', strawberry.lazy(_TYPES)] | None
    object_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None

    @strawberry_django.field(only=['object_type', 'object_id'])
    def object_id(self, info: Info) -> BigInt | None:
        model = ContentType.objects.get_for_id(self.object_type_id).model_class()
        return next(iter(viewable_ids(model, [self.object_id], info.context.request.user)), None)


@register_type(models.AffectedService, fields='__all__', filters=AffectedServiceFilter, pagination=True)
class AffectedServiceType(NetBoxObjectType):
    incident: Annotated['IncidentType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None


@register_type(models.Hold, fields='__all__', filters=HoldFilter, pagination=True)
class HoldType(NetBoxObjectType):
    incident: Annotated['IncidentType', strawberry.lazy(_TYPES)] | None
