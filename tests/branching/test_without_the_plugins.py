"""Where netbox-branching is not among the plugins, nothing of it is imported, and nothing is offered."""

import sys

import pytest
from django.urls import NoReverseMatch, reverse

from netbox.registry import registry

from netbox_slm.checks import check_branch_settings
from netbox_slm.integrations import branching, change_control


def test_nothing_is_registered():
    assert not branching.is_installed()
    assert not change_control.is_installed()
    assert change_control.refresh_checks() == 0
    assert 'netbox_branching' not in registry['views']
    with pytest.raises(NoReverseMatch):
        reverse('plugins-api:netbox_slm-api:branchimpact-detail', args=['1'])


@pytest.mark.parametrize(
    ('name', 'value'), [('branch_outage_minutes', 0), ('branch_outage_minutes', 'long'), ('branch_merge_check', 'no')]
)
def test_a_wrong_setting_is_named(settings, name, value):
    assert check_branch_settings(None) == []
    settings.PLUGINS_CONFIG = {'netbox_slm': settings.PLUGINS_CONFIG['netbox_slm'] | {name: value}}

    (message,) = check_branch_settings(None)

    assert message.id == 'netbox_slm.E007'
    assert message.msg == f'{name} is {value!r}.'


def test_their_packages_are_not_imported():
    reverse('plugins:netbox_slm:impact')  # loads every page

    assert not {'netbox_branching', 'netbox_change_control'} & set(sys.modules)
