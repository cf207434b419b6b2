"""A branch that endangers an SLA is not merged, until approved work covers it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from netbox_branching.models import Branch, ChangeDiff
from netbox_branching.utilities import activate_branch
from netbox_change_control.checks import expected_checks, run_checks
from netbox_change_control.models import ChangeRequest, Policy, PolicyRule, Review
from netbox_change_control.policy import sync_policies

from dcim.models import Device

from netbox_slm import tasks
from netbox_slm.analysis.flags import compute_flags
from netbox_slm.integrations import branching, change_control
from netbox_slm.integrations.branching import endangers_no_promise
from netbox_slm.models import CustomerAgreement
from tests.builders import make_device
from tests.changes.base import make_change, make_promise


@pytest.fixture(scope='module')
def promise(database):
    """An SLA on a service that needs one switch: the SLA and the switch."""
    return make_promise('Check gold')


@pytest.fixture(scope='module')
def branch(promise, make_branch, change):
    branch = make_branch('Takes a switch out')
    change(branch, promise[1], status='offline')
    return branch


@pytest.fixture(scope='module')
def request_of(branch, admin):
    return ChangeRequest.objects.create(title='Take it out', branch=branch, requester=admin)


def row(change_request):
    return change_request.checks.get(name=change_control.CHECK)


def approved_work(device, **fields):
    now = timezone.now()
    window = {'planned_start': now + timedelta(days=1), 'planned_end': now + timedelta(days=1, hours=2)}
    fields = {'significance': 'major', 'status': 'approved', **window, **fields}
    return make_change(on=[device], **fields)


def test_the_validator_refuses_a_branch_that_endangers_an_sla(branch):
    answer = endangers_no_promise(branch)

    assert not answer
    assert answer.message == 'It endangers 1 SLA, and no approved change covers that: see its tab Impact.'


def test_the_check_is_there_from_the_start_and_fails(request_of, branch):
    check = row(request_of)

    assert check.required
    assert check.status == 'failure'
    assert 'endangers 1 SLA' in check.summary
    assert check.details_url == reverse('plugins:netbox_branching:branch_slm_impact', args=[branch.pk])
    assert 'Check gold' not in check.summary


def test_the_check_is_the_same_while_a_branch_is_active(request_of, branch):
    with activate_branch(branch):
        run_checks(request_of)
        assert not endangers_no_promise(branch)

    assert row(request_of).status == 'failure'


def test_work_that_is_not_approved_or_is_on_something_else_covers_nothing(branch, promise):
    approved_work(make_device())
    approved_work(promise[1], status='assessed')
    over = {'planned_start': timezone.now() - timedelta(days=3), 'planned_end': timezone.now() - timedelta(days=2)}
    approved_work(promise[1], **over)

    assert not endangers_no_promise(branch)


def test_other_approved_work_on_the_partner_counts_as_out_already(make_branch, change):
    """Each half alone endangers nothing; a branch that takes one while work takes the other does."""
    sla, first, second = make_promise('Redundant gold', redundant=True)
    branch = make_branch('One of two')
    change(branch, first, status='offline')
    assert endangers_no_promise(branch)

    window = {
        'planned_start': timezone.now() - timedelta(minutes=1),
        'planned_end': timezone.now() + timedelta(hours=2),
    }
    work = approved_work(second, significance='minor', **window)

    assert not endangers_no_promise(branch)
    shown = branching.judge(branch, timezone.now())
    assert [each.sla_id for each in shown[1].endangered] == [sla.pk]
    assert shown[0].covering == ()
    type(work).objects.filter(pk=work.pk).update(status='cancelled')


def test_work_whose_customer_has_not_agreed_covers_nothing(branch, promise):
    work = approved_work(promise[1])
    compute_flags(work, timezone.now())
    assert [sla.pk for sla in work.slas_beyond()] == [promise[0].pk]
    assert not endangers_no_promise(branch)

    CustomerAgreement.objects.create(change=work, sla=promise[0], form='written', agreed_by='Ms Weber')
    assert endangers_no_promise(branch)

    type(work).objects.filter(pk=work.pk).update(status='cancelled')
    assert not endangers_no_promise(branch)


def test_a_merge_waits_for_review_and_for_the_work(request_of, branch, promise, admin, reviewer):
    """Reviewed by people it is still refused; with work that covers it, its check passes and it is merged."""
    policy = Policy.objects.create(name='One reviewer', checks=['has-changes'])
    rule = PolicyRule.objects.create(policy=policy, name='Anyone', min_reviews=1)
    rule.users.add(reviewer)
    sync_policies(request_of)
    request_of.submit()
    Review.objects.create(change_request=request_of, reviewer=reviewer, decision='approve')
    request_of.refresh_from_db()
    assert request_of.is_approved
    assert dict(request_of.checks.values_list('name', 'status')) == {'has-changes': 'success', 'sla-impact': 'failure'}
    assert not fresh(branch).can_merge
    with pytest.raises(Exception, match='Merging this branch is not permitted'):
        fresh(branch).merge(user=admin)
    assert Device.objects.get(pk=promise[1].pk).status == 'active'

    work = approved_work(promise[1], significance='minor')
    tasks.recompute_flags.run(scheduled=True)
    assert row(request_of).status == 'success'
    assert row(request_of).summary == 'An approved change covers the SLAs that it endangers.'
    assert fresh(branch).can_merge

    type(work).objects.filter(pk=work.pk).update(status='cancelled')
    assert row(request_of).status == 'success'
    assert 'endangers 1 SLA' in fresh(branch).can_merge.message

    type(work).objects.filter(pk=work.pk).update(status='scheduled')
    fresh(branch).merge(user=admin)
    assert Device.objects.get(pk=promise[1].pk).status == 'offline'


def fresh(branch):
    return Branch.objects.get(pk=branch.pk)


@pytest.fixture
def reviewer(database):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser('reviewer')


def test_a_branch_without_danger_passes(make_branch, change, admin):
    device = make_device()
    branch = make_branch('Harmless')
    change(branch, device, status='offline')
    request = ChangeRequest.objects.create(title='Harmless', branch=branch, requester=admin)

    assert endangers_no_promise(branch)
    assert row(request).status == 'success'
    assert row(request).summary == 'It endangers no SLA.'


def test_a_planned_merge_is_judged_at_its_time():
    branch = Branch.objects.get(name='Harmless')
    request = ChangeRequest.objects.get(branch=branch)
    request.scheduled_start = timezone.now() + timedelta(days=2)
    request.save()

    impact, _danger = branching.judge(branch, timezone.now())

    assert impact.analysis.starts_at == request.scheduled_start
    assert impact.analysis.ends_at == request.scheduled_start + timedelta(hours=1)


def test_the_check_can_be_left_to_policies(monkeypatch, settings):
    from netbox_change_control import checks

    settings.PLUGINS_CONFIG['netbox_slm']['branch_merge_check'] = 'policy'
    monkeypatch.setattr(checks, '_registry', {})
    change_control.connect()

    assert change_control.CHECK in checks.get_registered_checks()
    assert change_control.CHECK not in expected_checks()

    settings.PLUGINS_CONFIG['netbox_slm']['branch_merge_check'] = 'off'
    monkeypatch.setattr(checks, '_registry', {})
    change_control.connect()
    assert change_control.CHECK not in checks.get_registered_checks()
    settings.PLUGINS_CONFIG['netbox_slm']['branch_merge_check'] = 'always'


def test_a_branch_that_is_gone_is_skipped(admin):
    request = ChangeRequest.objects.create(title='Gone', requester=admin)
    run_checks(request)

    assert row(request).status == 'skipped'
    assert not ChangeDiff.objects.filter(branch=None).exists()
