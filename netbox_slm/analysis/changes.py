"""The steps of changes and releases as people take them (process §7): what may be done next, what blocks it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import AgreementFormChoices, ChangeStatusChoices, StateChoices
from ..models import SLA, Change, Release, SLAImpact
from ..models.operations.workflow import Blocker, allowed_steps, blockers, permission_for
from ..transactions import atomic_for, connection_for
from .caused_incidents import propose_causes
from .flags import compute_flags, settle
from .release_elements import merge_confirmed

__all__ = (
    'FLAG_AT_RISK',
    'FLAG_BREACH',
    'FLAG_COUNTS',
    'FLAG_NONE',
    'FLAG_OUTSIDE',
    'Step',
    'awaiting_writing',
    'finish_step',
    'rank_of',
    'recompute',
    'show_judgement',
    'steps_of',
    'transition',
    'with_worst_flag',
    'worsened',
)

type Record = Change | Release

FLAG_BREACH, FLAG_OUTSIDE, FLAG_COUNTS, FLAG_AT_RISK, FLAG_NONE = 4, 3, 2, 1, 0
_LOCK = 0x534C4D01  # of all steps that are judged
_TOUCHED = (StateChoices.STATE_AT_RISK, StateChoices.STATE_DEGRADED, StateChoices.STATE_DOWN)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may follow: the status it leads to, and what stands in its way (nothing: it can be taken)."""

    to: str
    blockers: tuple[Blocker, ...]

    @property
    def label(self) -> str:
        """The name of the status."""
        return str(dict(ChangeStatusChoices).get(self.to, self.to))

    @property
    def is_open(self) -> bool:
        """Whether it can be taken now."""
        return not self.blockers

    @property
    def is_others(self) -> bool:
        """Whether nothing but the user's rights stands in its way: somebody else can take it."""
        return bool(self.blockers) and all(blocker.kind in ('permission', 'duties') for blocker in self.blockers)


def steps_of(record: Record, user) -> list[Step]:
    """What `user` may do next with a change or a release, the step that leads on first."""
    return [Step(to, tuple(blockers(record, to, user))) for to in allowed_steps(record)]


def transition(record: Record, to: str, user, now: datetime) -> Record:
    """Take a change or a release to the status `to` on behalf of `user`; returns it as stored.

    One transaction, change-logged. What is submitted has its flags computed; what has ended is compared with them, and
    a release that is done brings what was confirmed of it into effect. Raises ValidationError by field, with everything
    that stands in the way; then nothing is changed, but its flags are those on which it was judged.
    """
    try:
        with atomic_for(type(record)):
            return _taken(record, to, user, now)
    except ValidationError:
        show_judgement(record, to, user, now)
        raise


def _taken(record: Record, to: str, user, now: datetime) -> Record:
    if to in ChangeStatusChoices.APPROVED:
        _judge_one_at_a_time(record)
    record = type(record).objects.select_for_update(of=('self',)).get(pk=record.pk)
    if record.status == to:
        raise ValidationError({'status': _('It already is {status}.').format(status=record.get_status_display())})
    record.snapshot()
    record.status, record.acting = to, user
    record.full_clean()
    record.save()
    finish_step(record, user, now)
    return record


def worsened(record: Record) -> list[SLA]:
    """Before a step is judged: bring its flags up to date; returns the SLAs to which it does worse than they said.

    To be called in the transaction of the step. Of two that are approved at once, by one request or by two people, the
    second is judged with the first as planned work.
    """
    _judge_one_at_a_time(record)
    before = _ranks(record)
    compute_flags(record, timezone.now())
    return [sla for sla, rank in _ranks(record).items() if rank > before.get(sla, FLAG_NONE)]


def show_judgement(record: Record, to: str, user, now: datetime) -> None:
    """After a refused step was rolled back: keep the flags on which it was judged, for people to look at.

    Nothing where `user` has no right to the step, and so nothing was judged.
    """
    if to not in ChangeStatusChoices.APPROVED or not (
        user is None or user.has_perm(permission_for(record, to), record)
    ):
        return
    planned = type(record).objects.filter(planned_start__isnull=False, planned_end__isnull=False)
    stored = planned.filter(pk=record.pk).exclude(status__in=ChangeStatusChoices.ENDED).first()
    if stored is not None:
        compute_flags(stored, now)


def _judge_one_at_a_time(record: Record) -> None:
    """Wait for the steps that others are taking; taken before any row is locked, so that nobody waits in a circle."""
    with connection_for(type(record)).cursor() as cursor:
        cursor.execute('SELECT pg_advisory_xact_lock(%s)', [_LOCK])


def _ranks(record: Record) -> dict[SLA, int]:
    """How bad the worst flag of each SLA is, by the name of the SLA."""
    ranks: dict[SLA, int] = {}
    for flag in record.impacts.current().select_related('sla').order_by('sla__name', 'pk'):
        ranks[flag.sla] = max(rank_of(flag), ranks.get(flag.sla, FLAG_NONE))
    return ranks


def finish_step(record: Record, user, now: datetime) -> None:
    """What a step brings with it in other rows; safe to call again. For doors that store the status themselves."""
    statuses = ChangeStatusChoices
    if record.status == statuses.STATUS_ASSESSED:
        compute_flags(record, now)
    elif record.status in (statuses.STATUS_DONE, statuses.STATUS_ROLLED_BACK):
        if isinstance(record, Change):
            propose_causes(record, now)
        settle(record, now)
    if isinstance(record, Release) and record.status == statuses.STATUS_DONE:
        merge_confirmed(record, user, now)


def recompute(record: Record, user, now: datetime) -> Record:
    """Compute the flags of a change or a release anew. Raises ValidationError where its time is not planned."""
    for field in ('planned_start', 'planned_end'):
        if getattr(record, field) is None:
            raise ValidationError({field: _('Plan its time first: without it nothing can be said of its effect.')})
    compute_flags(record, now)
    return record


def awaiting_writing() -> Q:
    """Customer agreements that were given verbally and are not in writing yet; cancelled work needs none."""
    cancelled = ChangeStatusChoices.STATUS_CANCELLED
    return (
        Q(form=AgreementFormChoices.FORM_VERBAL, written_at__isnull=True)
        & (Q(change__isnull=True) | ~Q(change__status=cancelled))
        & (Q(release__isnull=True) | ~Q(release__status=cancelled))
    )


def with_worst_flag(queryset: QuerySet) -> QuerySet:
    """Changes or releases with `flag_rank`: how bad the worst of the current flags is; None without flags.

    The answer does not depend on who asks (semantics.md §8): it names nothing.
    """
    flags = SLAImpact.objects.current().filter(**{queryset.model._meta.model_name: OuterRef('pk')})
    worst = flags.annotate(rank=_rank()).order_by('-rank').values('rank')[:1]
    return queryset.annotate(flag_rank=Subquery(worst, output_field=IntegerField()))


def rank_of(flag: SLAImpact) -> int:
    """How bad one flag is, as `with_worst_flag()` ranks it."""
    if flag.is_breach:
        return FLAG_BREACH
    if flag.outside_us > 0:
        return FLAG_OUTSIDE
    if flag.counted_us > 0:
        return FLAG_COUNTS
    return FLAG_AT_RISK if flag.worst_state in _TOUCHED else FLAG_NONE


def _rank():
    return Case(
        When(is_breach=True, then=Value(FLAG_BREACH)),
        When(outside_us__gt=0, then=Value(FLAG_OUTSIDE)),
        When(counted_us__gt=0, then=Value(FLAG_COUNTS)),
        When(worst_state__in=_TOUCHED, then=Value(FLAG_AT_RISK)),
        default=Value(FLAG_NONE),
        output_field=IntegerField(),
    )
