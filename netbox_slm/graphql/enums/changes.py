"""GraphQL enumerations of changes and releases."""

import strawberry

from ...choices import (
    AcknowledgementMethodChoices,
    AgreementFormChoices,
    ChangeSignificanceChoices,
    ChangeStatusChoices,
    ChangeTypeChoices,
    EffectDirectionChoices,
    ReleaseElementStateChoices,
)

__all__ = (
    'AcknowledgementMethodEnum',
    'AgreementFormEnum',
    'ChangeSignificanceEnum',
    'ChangeStatusEnum',
    'ChangeTypeEnum',
    'EffectDirectionEnum',
    'ReleaseElementStateEnum',
)

AcknowledgementMethodEnum = strawberry.enum(AcknowledgementMethodChoices.as_enum(prefix='method'))
AgreementFormEnum = strawberry.enum(AgreementFormChoices.as_enum(prefix='form'))
ChangeSignificanceEnum = strawberry.enum(ChangeSignificanceChoices.as_enum(prefix='significance'))
ChangeStatusEnum = strawberry.enum(ChangeStatusChoices.as_enum(prefix='status'))
ChangeTypeEnum = strawberry.enum(ChangeTypeChoices.as_enum(prefix='type'))
EffectDirectionEnum = strawberry.enum(EffectDirectionChoices.as_enum(prefix='direction'))
ReleaseElementStateEnum = strawberry.enum(ReleaseElementStateChoices.as_enum(prefix='state'))
