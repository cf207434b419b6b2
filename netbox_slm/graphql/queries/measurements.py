"""GraphQL query fields of measurements."""

import strawberry
import strawberry_django

from ..types.measurements import MeasurementType

__all__ = ('QUERIES',)


# NetBox merges the classes into its own query, and finds arguments only in types of the same name.
@strawberry.type(name='Query')
class MeasurementQuery:
    measurement: MeasurementType = strawberry_django.field()
    measurement_list: list[MeasurementType] = strawberry_django.field()


QUERIES = (MeasurementQuery,)
