"""GraphQL types of changes and releases. A relation that the user may not view is null, so all are nullable."""

from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django
from django.contrib.contenttypes.models import ContentType
from strawberry.scalars import JSON
from strawberry.types import Info

from extras.graphql.mixins import ContactsMixin, ImageAttachmentsMixin
from netbox.graphql.scalars import BigInt
from netbox.graphql.types import register_type

from ... import models
from ...visible import viewable_ids
from ..filters.changes import (
    AcknowledgementFilter,
    CausedIncidentFilter,
    ChangeFilter,
    CustomerAgreementFilter,
    FreezeWindowFilter,
    PlannedEffectFilter,
    ReleaseEffectFilter,
    ReleaseElementFilter,
    ReleaseFilter,
    SLAImpactFilter,
)
from .bases import NetBoxObjectType, PrimaryObjectType
from .reasons import clauses_of, collisions_of

__all__ = (
    'AcknowledgementType',
    'CausedIncidentType',
    'ChangeType',
    'CustomerAgreementType',
    'FreezeWindowType',
    'PlannedEffectType',
    'ReleaseEffectType',
    'ReleaseElementType',
    'ReleaseType',
    'SLAImpactType',
)

_TYPES = 'netbox_slm.graphql.types'


def _viewable_id(row, info):
    """The id of the generic object of a row; none where it has none or the user may not view it."""
    if row.object_type_id is None:
        return None
    model = ContentType.objects.get_for_id(row.object_type_id).model_class()
    return next(iter(viewable_ids(model, [row.object_id], info.context.request.user)), None)


@register_type(models.Change, fields='__all__', filters=ChangeFilter, pagination=True)
class ChangeType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    requester: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    submitted_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    approver: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    planned_effects: list[Annotated['PlannedEffectType', strawberry.lazy(_TYPES)]]
    caused_incidents: list[Annotated['CausedIncidentType', strawberry.lazy(_TYPES)]]
    agreements: list[Annotated['CustomerAgreementType', strawberry.lazy(_TYPES)]]
    acknowledgements: list[Annotated['AcknowledgementType', strawberry.lazy(_TYPES)]]
    impacts: list[Annotated['SLAImpactType', strawberry.lazy(_TYPES)]]


@register_type(models.Release, fields='__all__', filters=ReleaseFilter, pagination=True)
class ReleaseType(ContactsMixin, ImageAttachmentsMixin, PrimaryObjectType):
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    requester: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    submitted_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    approver: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    changes: list[Annotated['ChangeType', strawberry.lazy(_TYPES)]]
    elements: list[Annotated['ReleaseElementType', strawberry.lazy(_TYPES)]]
    effects: list[Annotated['ReleaseEffectType', strawberry.lazy(_TYPES)]]
    agreements: list[Annotated['CustomerAgreementType', strawberry.lazy(_TYPES)]]
    acknowledgements: list[Annotated['AcknowledgementType', strawberry.lazy(_TYPES)]]
    impacts: list[Annotated['SLAImpactType', strawberry.lazy(_TYPES)]]


@register_type(models.PlannedEffect, exclude=['object_id'], filters=PlannedEffectFilter, pagination=True)
class PlannedEffectType(NetBoxObjectType):
    change: Annotated['ChangeType', strawberry.lazy(_TYPES)] | None
    object_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None

    @strawberry_django.field(only=['object_type', 'object_id'])
    def object_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self, info)


@register_type(models.CausedIncident, fields='__all__', filters=CausedIncidentFilter, pagination=True)
class CausedIncidentType(NetBoxObjectType):
    change: Annotated['ChangeType', strawberry.lazy(_TYPES)] | None
    incident: Annotated['IncidentType', strawberry.lazy(_TYPES)] | None
    decided_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None


@register_type(models.ReleaseElement, exclude=['object_id'], filters=ReleaseElementFilter, pagination=True)
class ReleaseElementType(NetBoxObjectType):
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    redundancy_group: Annotated['RedundancyGroupType', strawberry.lazy(_TYPES)] | None
    slas: list[Annotated['SLAType', strawberry.lazy(_TYPES)]]
    decided_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None
    object_type: Annotated['ContentTypeType', strawberry.lazy('netbox.graphql.types')] | None

    @strawberry_django.field(only=['object_type', 'object_id'])
    def object_id(self, info: Info) -> BigInt | None:
        return _viewable_id(self, info)


@register_type(models.ReleaseEffect, fields='__all__', filters=ReleaseEffectFilter, pagination=True)
class ReleaseEffectType(NetBoxObjectType):
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    sla: Annotated['SLAType', strawberry.lazy(_TYPES)] | None


@register_type(models.CustomerAgreement, fields='__all__', filters=CustomerAgreementFilter, pagination=True)
class CustomerAgreementType(ImageAttachmentsMixin, PrimaryObjectType):
    change: Annotated['ChangeType', strawberry.lazy(_TYPES)] | None
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    sla: Annotated['SLAType', strawberry.lazy(_TYPES)] | None
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    contact: Annotated['ContactType', strawberry.lazy('tenancy.graphql.types')] | None
    recorded_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None


@register_type(models.Acknowledgement, fields='__all__', filters=AcknowledgementFilter, pagination=True)
class AcknowledgementType(ImageAttachmentsMixin, PrimaryObjectType):
    change: Annotated['ChangeType', strawberry.lazy(_TYPES)] | None
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    tenant: Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')] | None
    contact: Annotated['ContactType', strawberry.lazy('tenancy.graphql.types')] | None
    recorded_by: Annotated['UserType', strawberry.lazy('users.graphql.types')] | None


@register_type(models.FreezeWindow, fields='__all__', filters=FreezeWindowFilter, pagination=True)
class FreezeWindowType(PrimaryObjectType):
    tenants: list[Annotated['TenantType', strawberry.lazy('tenancy.graphql.types')]]
    sites: list[Annotated['SiteType', strawberry.lazy('dcim.graphql.types')]]
    services: list[Annotated['SLMServiceType', strawberry.lazy(_TYPES)]]


@register_type(models.SLAImpact, exclude=['reason', 'collisions'], filters=SLAImpactFilter, pagination=True)
class SLAImpactType(NetBoxObjectType):
    change: Annotated['ChangeType', strawberry.lazy(_TYPES)] | None
    release: Annotated['ReleaseType', strawberry.lazy(_TYPES)] | None
    sla: Annotated['SLAType', strawberry.lazy(_TYPES)] | None
    target: Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    target_percent: Decimal | None
    forecast_percent: Decimal | None
    credit_amount: Decimal | None
    currency: str
    counted_us: BigInt
    outside_us: BigInt
    budget_us: BigInt | None
    budget_before_us: BigInt | None
    budget_after_us: BigInt | None
    actual_us: BigInt | None

    @strawberry_django.field(only=['reason'])
    def reason(self, info: Info) -> JSON:
        return clauses_of(self, info)

    @strawberry_django.field(only=['collisions'])
    def collisions(self, info: Info) -> JSON:
        return collisions_of(self, info)[0]

    @strawberry_django.field(only=['collisions'])
    def hidden_collisions(self, info: Info) -> int:
        return collisions_of(self, info)[1]
