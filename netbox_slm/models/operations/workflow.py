"""The steps of a change and of a release, and what stands in the way of each (process §7, semantics.md §7).

One place for the rules: `clean()` of the models refuses a step with them, pages show them before anyone tries.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ... import judging
from ...choices import ChangeStatusChoices, ChangeTypeChoices
from ...visible import may_see

__all__ = (
    'MAIN_PATH',
    'Blocker',
    'allowed_steps',
    'blockers',
    'is_agreement_missing',
    'missing_agreements',
    'permission_for',
)

_STATUSES = ChangeStatusChoices
_DRAFT, _ASSESSED, _REVIEW = _STATUSES.STATUS_DRAFT, _STATUSES.STATUS_ASSESSED, _STATUSES.STATUS_SLM_REVIEW
_APPROVED, _SCHEDULED, _RUNNING = _STATUSES.STATUS_APPROVED, _STATUSES.STATUS_SCHEDULED, _STATUSES.STATUS_IN_PROGRESS
_DONE, _ROLLED_BACK, _CANCELLED = _STATUSES.STATUS_DONE, _STATUSES.STATUS_ROLLED_BACK, _STATUSES.STATUS_CANCELLED

# The way that most take, as the bar of steps shows it
MAIN_PATH = (_DRAFT, _ASSESSED, _REVIEW, _APPROVED, _SCHEDULED, _RUNNING, _DONE)

# The step that leads on comes first
_STEPS = {
    _DRAFT: (_ASSESSED, _CANCELLED),
    _ASSESSED: (_REVIEW, _APPROVED, _DRAFT, _CANCELLED),
    _REVIEW: (_APPROVED, _DRAFT, _CANCELLED),
    _APPROVED: (_SCHEDULED, _RUNNING, _DRAFT, _CANCELLED),
    _SCHEDULED: (_RUNNING, _DRAFT, _CANCELLED),
    _RUNNING: (_DONE, _ROLLED_BACK),
    _DONE: (),
    _ROLLED_BACK: (),
    _CANCELLED: (_DRAFT,),
}
_STEPS_OF_STANDARD = {
    **_STEPS,
    _DRAFT: (_SCHEDULED, _CANCELLED),
    _ASSESSED: (_SCHEDULED, _DRAFT, _CANCELLED),
    _REVIEW: (_SCHEDULED, _DRAFT, _CANCELLED),
}

# The right that a step takes where it is more than to change the record
_PERMISSIONS = {
    _REVIEW: 'assess',
    _APPROVED: 'approve',
    _SCHEDULED: 'carry_out',
    _RUNNING: 'carry_out',
    _DONE: 'carry_out',
    _ROLLED_BACK: 'carry_out',
}


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way of a step, and what to do about it.

    kind: 'step', 'window', 'permission', 'duties', 'standard', 'flags', 'agreement', 'changes' or 'release'. field: of
    the record, which an error names. sla: the one whose customer has to agree.
    """

    kind: str
    message: str
    field: str = 'status'
    sla: object = None


def allowed_steps(record, status=None):
    """The statuses that may follow `status` (by default the record's), the one that leads on first.

    A status of an administrator's own stands where the SLM review does: before the approval.
    """
    status = status or record.status
    is_standard = record.type == ChangeTypeChoices.TYPE_STANDARD
    known = _STEPS_OF_STANDARD if is_standard else _STEPS
    own = tuple(value for value in _STATUSES.values() if value not in _STEPS and value != status)
    steps = known.get(status, known[_REVIEW])
    return (*steps, *own) if status not in known or status in (_DRAFT, _ASSESSED, _REVIEW) else steps


def permission_for(record, to):
    """The permission (`netbox_slm.approve_change`) that the step to `to` takes."""
    meta = record._meta
    return f'{meta.app_label}.{_PERMISSIONS.get(to, "change")}_{meta.model_name}'


def blockers(record, to, user, status=None, is_taken=False):
    """Everything that stands in the way of taking `record` from `status` (by default its own) to `to`, as a list.

    user: who takes the step; None where nobody is known, as in a script: then only the facts count. is_taken: the step
    is being taken, so its flags are computed first where it is judged on them. Queries otherwise: at most six, none of
    them per SLA.
    """
    status = status or record.status
    if to not in allowed_steps(record, status):
        return [Blocker('step', _no_such_step(record, status, to))]
    found = [*_window(record, to), *_permission(record, to, user)]
    is_approval = to in _STATUSES.APPROVED and status not in _STATUSES.APPROVED
    is_judged = is_approval or to in (_SCHEDULED, _RUNNING)
    was_shown = record.flags_computed_at is not None
    worse = judging.worsened(record) if is_taken and is_judged and not found else []
    if is_approval:
        found += _approval(record, user, was_shown, worse)
    if is_judged:
        found += _gate(record)
    return [*found, *record.blockers_of_others(to, status)]


def _no_such_step(record, status, to):
    labels = dict(_STATUSES)
    following = allowed_steps(record, status)
    if not following:
        return _('{status} is the end: record further work as a new {record}.').format(
            status=labels.get(status, status), record=record._meta.verbose_name
        )
    return _('From {status} it cannot become {to}: the next steps are {steps}.').format(
        status=labels.get(status, status),
        to=labels.get(to, to),
        steps=', '.join(str(labels[step]) for step in following),
    )


def _window(record, to):
    if to in (_DRAFT, _CANCELLED):
        return
    for field, message in (
        ('planned_start', _('Give the time at which the work is planned to begin.')),
        ('planned_end', _('Give the time at which the work is planned to end.')),
    ):
        if getattr(record, field) is None:
            yield Blocker('window', message, field)


def _permission(record, to, user):
    if user is None:
        return
    permission = permission_for(record, to)
    # A new record is not in the database yet, where constraints are looked up
    if not (user.has_perm(permission, record) if record.pk else user.has_perm(permission)):
        yield Blocker(
            'permission',
            _('{user} may not take it to {to}: that needs the permission {permission}. Ask someone who has it.').format(
                user=user, to=dict(_STATUSES).get(to, to), permission=permission.partition('.')[2]
            ),
        )


def _approval(record, user, was_shown, worse):
    """What whoever approves needs: flags to look at, and none that is worse by now. A standard change needs nobody."""
    if record.type == ChangeTypeChoices.TYPE_STANDARD:
        return
    yield from _duties(record, user)
    if not was_shown:
        yield Blocker('flags', _('Its effect on the SLAs has not been computed: have the flags computed first.'))
    elif worse:
        yield Blocker(
            'flags',
            _(
                'By what was approved or happened since, it does worse to {slas} than its flags said: look at them, '
                'then approve it by itself.'
            ).format(slas=', '.join(str(sla) if may_see(sla) else '…' for sla in worse)),
        )


def _gate(record):
    """What work needs that goes beyond an SLA (process §7.1): when it is approved, and still when it begins."""
    if record.type != ChangeTypeChoices.TYPE_STANDARD:
        yield from missing_agreements(record)
    elif record.slas_beyond():
        yield Blocker(
            'standard',
            _('What goes beyond an SLA is not approved beforehand: make it a normal or an emergency change.'),
            'type',
        )


def _duties(record, user):
    user_id = user.pk if user is not None else record.approver_id
    if user_id is None:
        yield Blocker('duties', _('An approval needs the user who approves.'), 'approver')
    elif user_id in (record.requester_id, record.submitted_by_id):
        yield Blocker(
            'duties',
            _('Whoever requests or submits a change does not approve it: have someone else approve.'),
        )


def missing_agreements(record):
    """Agreements that a major or emergency change lacks for the SLAs that it goes beyond."""
    if not record.may_go_beyond:
        return
    is_emergency = record.type == ChangeTypeChoices.TYPE_EMERGENCY
    for sla, given in _not_agreed(record, record.slas_beyond()):
        yield Blocker('agreement', _lacking(record, sla, given, is_emergency), sla=sla)


def is_agreement_missing(record, slas):
    """Whether it lacks the agreement for one of these SLAs, beyond which its flags lead. Needs its agreements only."""
    return record.may_go_beyond and any(True for _missing in _not_agreed(record, slas))


def _not_agreed(record, slas):
    """SLAs for which no agreement suffices, each with the agreements about it."""
    agreements = list(record.agreements.all()) if record.pk else []
    for sla in slas:
        given = [agreement for agreement in agreements if agreement.is_about(sla)]
        if not any(agreement.suffices_for(record) for agreement in given):
            yield sla, given


def _lacking(record, sla, given, is_emergency):
    customer = sla.tenant if sla.tenant_id and may_see(sla) and may_see(sla.tenant) else None
    names = {'customer': customer or _('a customer whom you may not view'), 'sla': sla if may_see(sla) else '…'}
    if any(not agreement.holds_for_window(record) for agreement in given):
        return _(
            'The agreement of {customer} on {sla} is for another time than is planned now: record a new one.'
        ).format(**names)
    if given:
        return _(
            'The agreement of {customer} on {sla} is only verbal, and a major change needs it in writing: record when '
            'it was written.'
        ).format(**names)
    if is_emergency:
        return _(
            'It goes beyond {sla}, and the agreement of {customer} is not recorded: record it, verbal is enough.'
        ).format(**names)
    return _('It goes beyond {sla}, and the written agreement of {customer} is not recorded: record it.').format(
        **names
    )
