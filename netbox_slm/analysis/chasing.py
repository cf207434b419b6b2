"""Verbal agreements of customers that have fallen due in writing: told once a day until they are (process §7.1)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.models import ObjectType
from extras.events import EventContext, flush_events
from utilities.serialization import serialize_object

from ..events import WRITTEN_AGREEMENT_DUE
from ..models import CustomerAgreement
from .changes import awaiting_writing

__all__ = ('chase_written_agreements', 'due_agreements')


def due_agreements(now: datetime):
    """Verbal agreements that are due in writing by today and not written yet, the oldest first."""
    today = timezone.localdate(now)
    return CustomerAgreement.objects.filter(awaiting_writing(), written_due_on__lte=today).order_by(
        'written_due_on', 'pk'
    )


def chase_written_agreements(now: datetime) -> int:
    """Raise the event `written_agreement_due` for each due agreement; returns how many.

    Once a day for each, however often it is called. Event rules make notifications, mails or webhooks of it.
    """
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = due_agreements(now).exclude(chased_on=today)
        due = list(rows.select_for_update(of=('self',), skip_locked=True))
        CustomerAgreement.objects.filter(pk__in=[agreement.pk for agreement in due]).update(chased_on=today)
        if due:
            flush_events([_event(agreement) for agreement in due])
    return len(due)


def _event(agreement):
    return EventContext(
        object_type=ObjectType.objects.get_for_model(agreement),
        object_id=agreement.pk,
        object=agreement,
        event_type=WRITTEN_AGREEMENT_DUE,
        snapshots={'prechange': None, 'postchange': serialize_object(agreement)},
        user=None,
        username='',
    )
