"""netbox-branching: the diff of a branch, which records are not copied to one, and whether it may be merged.

For its setting `merge_validators`: 'netbox_slm.integrations.branching.endangers_no_promise'.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netbox.plugins import get_plugin_config
from utilities.exceptions import AbortRequest

from ..analysis.branches import BranchChange, BranchDiff, BranchImpact, Danger, bearing_types, judge_branch
from ..graph import Ref

__all__ = (
    'MAIN_ONLY',
    'branch_model',
    'branch_of',
    'connect',
    'danger_text',
    'diff_of',
    'endangers_no_promise',
    'exempt_models',
    'is_installed',
    'judge',
    'not_ready_text',
)

# Figures are computed from what happened, in main; they are neither copied to a branch nor merged from one
MAIN_ONLY = frozenset(
    f'netbox_slm.{name}'
    for name in ('alertstate', 'attainment', 'attainmentcontribution', 'attainmentrevision', 'finalcredit')
)


_DIGITS = 19  # of the largest id, which no branch has


def is_installed() -> bool:
    """Whether netbox-branching is among the plugins."""
    return apps.is_installed('netbox_branching')


def connect() -> None:
    """Keep figures out of branches, and what figures rest on from being deleted in one."""
    if not is_installed():
        return
    from netbox_branching.utilities import register_branching_resolver  # noqa: PLC0415 - where it is installed

    register_branching_resolver(_is_branched)
    for model in apps.get_app_config('netbox_slm').get_models():
        if any(_names(model)):
            pre_delete.connect(_keep_named, sender=model, dispatch_uid=f'netbox_slm.branch.{model.__name__}')


def exempt_models() -> list[str]:
    """Our models that the settings of netbox-branching keep out of branches, without those that are none of them."""
    if not is_installed():
        return []
    named = [label.lower() for label in get_plugin_config('netbox_branching', 'exempt_models') or ()]
    return sorted({label for label in named if label.startswith('netbox_slm.')} - MAIN_ONLY)


def branch_model() -> Any:
    """The model of branches."""
    return apps.get_model('netbox_branching', 'Branch')


def branch_of(name: str, user: Any) -> Any | None:
    """The branch with this id or name that the user may view; None where there is none."""
    branches = branch_model().objects.restrict(user, 'view')
    found = branches.filter(name=name).first()
    is_id = name.isdecimal() and len(name) < _DIGITS
    return found or (branches.filter(pk=int(name)).first() if is_id else None)


def diff_of(branch: Any) -> BranchDiff:
    """What a branch that is ready changes in main; nothing for one that is not. Three queries."""
    from netbox_branching.models import ChangeDiff  # noqa: PLC0415 - where it is installed
    from netbox_branching.utilities import activate_branch, deactivate_branch  # noqa: PLC0415

    def inside() -> AbstractContextManager[None]:
        return activate_branch(branch)

    rows = ChangeDiff.objects.filter(branch=branch).select_related('object_type').order_by('pk') if branch.ready else ()
    changes = tuple(change for row in rows if (change := _change_of(row)) is not None)
    return BranchDiff(str(branch), changes, inside, deactivate_branch, _is_synced(branch))


def judge(
    branch: Any, now: datetime, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> tuple[BranchImpact, Danger]:
    """The impact of a branch and the promises that it endangers, in the window of its change request unless given."""
    from . import change_control  # noqa: PLC0415 - it asks this module

    if starts_at is None:
        starts_at = change_control.planned_start(branch, now)
    return judge_branch(diff_of(branch), starts_at, ends_at, now)


def endangers_no_promise(branch: Any) -> Any:
    """A merge validator of netbox-branching: refuses a branch that endangers a promise and that no work covers.

    And one that is to be synced before that can be told.
    """
    from netbox_branching.utilities import BranchActionIndicator  # noqa: PLC0415 - where it is installed

    danger = judge(branch, timezone.now())[1]
    return BranchActionIndicator(not danger.is_blocked, danger_text(danger) if danger.is_blocked else '')


def danger_text(danger: Danger) -> str:
    """What a check says; it names nothing, as everybody who sees the branch reads it (semantics.md §8)."""
    if danger.must_be_synced:
        return _('Main has changed meanwhile, so what it endangers is not certain: sync it first.')
    if danger.is_blocked:
        count = len(danger.uncovered)
        return ngettext(
            'It endangers {number} SLA, and no approved change covers that: see its tab Impact.',
            'It endangers {number} SLAs, and no approved change covers that: see its tab Impact.',
            count,
        ).format(number=count)
    if danger.endangered:
        return _('An approved change covers the SLAs that it endangers.')
    return _('It endangers no SLA.')


def not_ready_text(branch: Any) -> str:
    """Why nothing is told of a branch."""
    return _('{branch} is {status}: its impact can be told while it is ready.').format(
        branch=branch, status=branch.get_status_display()
    )


def _change_of(row: Any) -> BranchChange | None:
    """A row of the diff; None where it changes nothing in main (created and deleted again, or gone there already)."""
    ref = Ref(f'{row.object_type.app_label}.{row.object_type.model}', row.object_id)
    if row.action == 'create':
        return BranchChange(ref, 'create', {}, row.modified) if row.modified else None
    before = row.current
    if not before:
        return None
    if row.action == 'delete':
        return BranchChange(ref, 'delete', before, {})
    # A merge writes only what the branch changed: other values of `modified` are those that main had when it was made
    after = {**before, **{name: row.modified[name] for name in row.altered_in_modified}}
    return BranchChange(ref, row.action, before, after)


def _is_synced(branch: Any) -> bool:
    """Whether nothing has changed in main since it was synced that the graph is read from, but for words about it."""
    models = [apps.get_model(label) for label in bearing_types() if _exists(label)]
    types = [kind.pk for kind in ContentType.objects.get_for_models(*models).values()]
    rows = branch.get_unsynced_changes().filter(changed_object_type__in=types)
    if rows.exclude(action='update').exists():
        return False
    updates = rows.filter(action='update').select_related('changed_object_type').order_by('pk')
    return not any(_logged(row).matters for row in updates.iterator())


def _exists(label: str) -> bool:
    """Whether there is such a model: a provider may name types of a plugin that is not installed."""
    try:
        apps.get_model(label)
    except LookupError:
        return False
    return True


def _logged(row: Any) -> BranchChange:
    """A row of the change log of main."""
    return BranchChange(
        Ref(f'{row.changed_object_type.app_label}.{row.changed_object_type.model}', row.changed_object_id),
        row.action,
        row.prechange_data_clean or {},
        row.postchange_data_clean or {},
    )


def _is_branched(model: Any) -> bool | None:
    """Of our figures: that they are not; of anything else nothing is said."""
    return False if model._meta.label_lower in MAIN_ONLY else None


def _names(model: Any) -> Any:
    """(model, foreign key) of the figures that name rows of a model that branches have."""
    if model._meta.label_lower in MAIN_ONLY:
        return
    for other in apps.get_app_config('netbox_slm').get_models():
        if other._meta.label_lower in MAIN_ONLY:
            for field in other._meta.concrete_fields:
                if isinstance(field, ForeignKey) and field.related_model is model:
                    yield other, field


def _keep_named(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A branch has no figures of its own, so that deleting what they name would reach into those of main at once."""
    from netbox_branching.contextvars import active_branch  # noqa: PLC0415 - where it is installed

    if active_branch.get() is None:
        return
    for other, field in _names(sender):
        if other._default_manager.filter(**{field.name: instance.pk}).exists():
            raise AbortRequest(
                _('{object} has figures, which are kept outside of branches: delete it in main.').format(
                    object=instance
                )
            )
