"""Alerts on figures that turned out wrong: a defect of this program or of what wrote past it, never of a service."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ... import events
from ...choices import AlertKindChoices, RevisionCauseChoices
from ...models import Attainment, AttainmentRevision
from ..columns import AnyOf
from .speaking import spoken
from .telling import Proposal, Subject, tell

__all__ = ('tell_defects', 'tell_outdated')

_DEFECT, _FINAL = 'defect', 'final'
_RECENT = timedelta(days=2)


def tell_defects(now: datetime) -> int:
    """Tell of each defect that a computation mended lately (`analysis.history`), once; returns how many events."""
    revisions = AttainmentRevision.objects.filter(cause=RevisionCauseChoices.CAUSE_DEFECT, at__gte=now - _RECENT)
    with spoken():
        proposals = [
            Proposal(
                subject=Subject(
                    AlertKindChoices.KIND_DEFECT, attainment_id=revision.attainment_id, window=str(revision.pk)
                ),
                level=_DEFECT,
                event_type=events.FIGURE_DEFECT,
                message=_(
                    '{figure} was wrong without any change of facts that was noticed: it has been mended.'
                ).format(figure=revision.attainment),
                details={'before': revision.old, 'after': revision.new},
            )
            for revision in revisions.select_related('attainment__target__sla', 'attainment__service')
        ]
        return tell(proposals, {'': 0, _DEFECT: 1}, now)


def tell_outdated(figures: Iterable[int], now: datetime) -> int:
    """Tell of final figures that would be others now though no change was noticed, once; returns how many events."""
    rows = Attainment.objects.filter(AnyOf('pk', figures)).select_related('target__sla', 'service')
    with spoken():
        proposals = [
            Proposal(
                subject=Subject(AlertKindChoices.KIND_DEFECT, attainment_id=figure.pk, window=_FINAL),
                level=_DEFECT,
                event_type=events.FIGURE_DEFECT,
                message=_(
                    '{figure} is final, and would be another one now without any change of facts that was noticed. It '
                    'keeps its value: reopen it with a reason to have it computed anew.'
                ).format(figure=figure),
            )
            for figure in rows
        ]
        return tell(proposals, {'': 0, _DEFECT: 1}, now)
