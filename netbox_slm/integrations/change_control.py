"""netbox-change-control: a check of its change requests that refuses a branch which endangers a promise."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netbox.plugins import get_plugin_config

from . import branching

__all__ = ('CHECK', 'SCOPES', 'connect', 'is_installed', 'planned_start', 'refresh_checks')

CHECK = 'sla-impact'
ALWAYS, POLICY, OFF = SCOPES = 'always', 'policy', 'off'


def is_installed() -> bool:
    """Whether netbox-change-control is among the plugins."""
    return apps.is_installed('netbox_change_control')


def connect() -> None:
    """Register the check, and see to it that a merge never rests on an old result."""
    scope = get_plugin_config('netbox_slm', 'branch_merge_check')
    if not is_installed() or scope not in (ALWAYS, POLICY):
        return
    from netbox_change_control.checks import register_check  # noqa: PLC0415 - where it is installed

    register_check(CHECK, gettext_lazy('SLAs not endangered'), check_promises, scope=scope)
    branching.branch_model().register_preaction_check(result_still_holds, 'merge')


def check_promises(change_request: Any) -> Any:
    """The check itself; it links to the tab of the branch."""
    from netbox_change_control.checks import CheckResult  # noqa: PLC0415 - where it is installed

    branch = change_request.branch
    if branch is None or not branch.ready:
        return CheckResult.skipped(_('The branch is not ready, so nothing is known of its impact.'))
    danger = branching.judge(branch, timezone.now())[1]
    result = (CheckResult.failed if danger.is_blocked else CheckResult.passed)(branching.danger_text(danger))
    result.details_url = reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])
    return result


def result_still_holds(branch: Any) -> Any:
    """A merge validator: asks again where the request is approved and the check passed, as facts may have changed.

    Whatever else stands in the way is said by netbox-change-control, so that it costs nothing until then.
    """
    from netbox_branching.utilities import BranchActionIndicator  # noqa: PLC0415 - where it is installed
    from netbox_change_control.checks import expected_checks  # noqa: PLC0415

    request = _request_of(branch)
    if request is None or not request.is_approved or CHECK not in expected_checks(request):
        return BranchActionIndicator(True)
    return branching.endangers_no_promise(branch)


def refresh_checks() -> int:
    """Run the checks of open change requests of which ours has no result or a bad one; returns of how many.

    netbox-change-control cannot know that a change of ours was approved meanwhile.
    """
    if not is_installed() or get_plugin_config('netbox_slm', 'branch_merge_check') not in (ALWAYS, POLICY):
        return 0
    from netbox_change_control.checks import run_checks  # noqa: PLC0415 - where it is installed
    from netbox_change_control.choices import ChangeRequestStatusChoices, MergeCheckStatusChoices  # noqa: PLC0415

    # Asked of our rows, as a condition over two columns in `exclude(checks__…)` would hold for two rows together
    ours = apps.get_model('netbox_change_control', 'MergeCheck').objects.filter(name=CHECK)
    bad = ours.exclude(status=MergeCheckStatusChoices.SUCCESS)
    waiting = list(
        apps.get_model('netbox_change_control', 'ChangeRequest').objects.filter(
            status__in=ChangeRequestStatusChoices.OPEN, branch__isnull=False, pk__in=bad.values('change_request')
        )
    )
    for request in waiting:
        run_checks(request)
    return len(waiting)


def planned_start(branch: Any, now: datetime) -> datetime | None:
    """When the change request of a branch is to be carried out, if that is planned and still ahead."""
    request = _request_of(branch)
    planned = request.scheduled_start if request is not None else None
    return planned if planned is not None and planned > now else None


def _request_of(branch: Any) -> Any | None:
    if not is_installed():
        return None
    return apps.get_model('netbox_change_control', 'ChangeRequest').objects.filter(branch=branch).first()
