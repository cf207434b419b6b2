"""GraphQL types of the domain attainment. A relation that the user may not view is null, so all are nullable."""

from decimal import Decimal
from typing import Annotated

import strawberry
import strawberry_django
from strawberry.types import Info

from netbox.graphql.scalars import BigInt
from netbox.graphql.types import NetBoxObjectType, register_type

from ... import models
from ...visible import shown, without
from ..filters.attainment import AttainmentFilter
from ..viewable import is_hidden

__all__ = ('AttainmentType',)

_TYPES = 'netbox_slm.graphql.types'


@register_type(models.Attainment, exclude=['contributions', 'stale_marks'], filters=AttainmentFilter, pagination=True)
class AttainmentType(NetBoxObjectType):
    target: Annotated['ServiceLevelTargetType', strawberry.lazy(_TYPES)] | None
    service: Annotated['SLMServiceType', strawberry.lazy(_TYPES)] | None
    target_percent: Decimal
    value_percent: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    agreed_us: BigInt
    excluded_us: BigInt
    unobserved_us: BigInt
    downtime_us: BigInt
    budget_us: BigInt | None
    remaining_us: BigInt | None

    @strawberry_django.field(only=['period', 'target_id', 'service_id'])
    def display(self, info: Info) -> str:
        """Names nothing that the user may not view, nor the agreement of a target that is shown."""
        user = info.context.request.user
        figure = without(self, [name for name in self.viewable_relations if is_hidden(self, name, user)])
        target = shown(figure, 'target')
        if target is not None and is_hidden(target, 'sla', user):
            figure._state.fields_cache['target'] = without(target, ['sla'])
        return str(figure)
