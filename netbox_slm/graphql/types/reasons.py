"""GraphQL values of reasons and collisions, with names only of what the user may view."""

from strawberry.types import Info

from ...analysis.reasons import stored_steps
from ...analysis.shown_flags import seen_collisions
from ...ui.reasons import reason_words

__all__ = ('clauses_of', 'collisions_of')


def clauses_of(row, info: Info) -> list[dict]:
    """The stored reason of a row for the user who asks; type and id are null where the object may not be viewed."""
    return [
        {'text': str(clause), 'object_type': clause.ref and clause.ref.type, 'object_id': clause.ref and clause.ref.id}
        for clause in reason_words(stored_steps(row.reason), info.context.request.user)
    ]


def collisions_of(impact, info: Info) -> tuple[list[dict], int]:
    """What a flag collides with and the user who asks may view, and how many collisions that user may not."""
    seen = seen_collisions([impact], info.context.request.user)[impact.pk]
    rows = [
        {
            'kind': row.kind,
            'is_worse': row.is_worse,
            'object_type': row.ref.type,
            'object_id': row.ref.id,
            'display': row.name.display,
        }
        for row in seen.rows
    ]
    return rows, seen.hidden
