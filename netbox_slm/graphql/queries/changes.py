"""GraphQL query fields of changes and releases."""

import strawberry
import strawberry_django

from ..types.changes import (
    AcknowledgementType,
    CausedIncidentType,
    ChangeType,
    CustomerAgreementType,
    FreezeWindowType,
    PlannedEffectType,
    ReleaseEffectType,
    ReleaseElementType,
    ReleaseType,
    SLAImpactType,
)

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class ChangesQuery:
    change: ChangeType = strawberry_django.field()
    change_list: list[ChangeType] = strawberry_django.field()

    release: ReleaseType = strawberry_django.field()
    release_list: list[ReleaseType] = strawberry_django.field()

    planned_effect: PlannedEffectType = strawberry_django.field()
    planned_effect_list: list[PlannedEffectType] = strawberry_django.field()

    caused_incident: CausedIncidentType = strawberry_django.field()
    caused_incident_list: list[CausedIncidentType] = strawberry_django.field()

    release_element: ReleaseElementType = strawberry_django.field()
    release_element_list: list[ReleaseElementType] = strawberry_django.field()

    release_effect: ReleaseEffectType = strawberry_django.field()
    release_effect_list: list[ReleaseEffectType] = strawberry_django.field()

    customer_agreement: CustomerAgreementType = strawberry_django.field()
    customer_agreement_list: list[CustomerAgreementType] = strawberry_django.field()

    acknowledgement: AcknowledgementType = strawberry_django.field()
    acknowledgement_list: list[AcknowledgementType] = strawberry_django.field()

    freeze_window: FreezeWindowType = strawberry_django.field()
    freeze_window_list: list[FreezeWindowType] = strawberry_django.field()

    sla_impact: SLAImpactType = strawberry_django.field()
    sla_impact_list: list[SLAImpactType] = strawberry_django.field()


QUERIES = (ChangesQuery,)
