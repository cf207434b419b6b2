"""Ways through the infrastructure: from what an incident names, over the stored reason, to a service's component."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.contrib.contenttypes.models import ContentType

from ..columns import joined_object_key
from .model import Contribution, Figure

__all__ = ('with_whole_ways',)

type Reasons = Mapping[tuple[int, int], Sequence[Mapping[str, Any]]]


def with_whole_ways(figures: list[Figure], reasons: Reasons) -> list[Figure]:
    """The figures with lines that begin at what the incident names, where it reached a component otherwise."""
    if not reasons:
        return figures
    return [
        replace(figure, contributions=tuple(_whole(line, reasons) for line in figure.contributions))
        for figure in figures
    ]


def _whole(line: Contribution, reasons: Reasons) -> Contribution:
    reason = None
    if line.incident_id is not None and line.object_key is not None:
        reason = reasons.get((line.incident_id, line.object_key))
    if not reason:
        return line
    # In a reason each step says what the one before is to it, in a way how the next one needs it
    before = tuple(
        {'type': step['type'], 'id': step['id'], 'relation': following['relation']}
        for step, following in pairwise(reason)
    )
    first = reason[0]
    content_type = ContentType.objects.get_by_natural_key(*first['type'].split('.'))
    return line._replace(object_key=joined_object_key(content_type.pk, first['id']), path=before + line.path)
