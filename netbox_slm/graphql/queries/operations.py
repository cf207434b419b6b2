"""GraphQL query fields of the domain operations."""

import strawberry
import strawberry_django

from ..types.operations import AffectedCIType, AffectedServiceType, HoldType, IncidentType

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class OperationsQuery:
    incident: IncidentType = strawberry_django.field()
    incident_list: list[IncidentType] = strawberry_django.field()

    affected_ci: AffectedCIType = strawberry_django.field()
    affected_ci_list: list[AffectedCIType] = strawberry_django.field()

    affected_service: AffectedServiceType = strawberry_django.field()
    affected_service_list: list[AffectedServiceType] = strawberry_django.field()

    hold: HoldType = strawberry_django.field()
    hold_list: list[HoldType] = strawberry_django.field()


QUERIES = (OperationsQuery,)
