"""GraphQL types of measurements. A relation that the user may not view is null, so all are nullable."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from netbox.graphql.types import register_type

from ... import models
from ..filters.measurements import MeasurementFilter
from .bases import NetBoxObjectType

if TYPE_CHECKING:
    from .agreements import ServiceLevelTargetType
    from .catalog import SLMServiceType

__all__ = ('MeasurementType',)

_TYPES = 'netbox_slm.graphql.types'


@register_type(models.Measurement, fields='__all__', filters=MeasurementFilter, pagination=True)
class MeasurementType(NetBoxObjectType):
    target: Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
