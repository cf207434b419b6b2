"""Where netbox-branching is not among the plugins, nothing of it is imported, and nothing is offered."""

import subprocess
import sys

import pytest
from django.urls import NoReverseMatch, reverse

from netbox.registry import registry

from netbox_slm.integrations import branching, change_control


def test_nothing_is_registered():
    assert not branching.is_installed()
    assert not change_control.is_installed()
    assert change_control.refresh_checks() == 0
    assert 'netbox_branching' not in registry['views']
    with pytest.raises(NoReverseMatch):
        reverse('plugins-api:netbox_slm-api:branchimpact-detail', args=['1'])


def test_their_packages_are_not_imported():
    code = (
        'import sys, django; django.setup(); import netbox.urls; '
        "sys.exit(bool({'netbox_branching', 'netbox_change_control'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, '-c', code], check=False).returncode == 0
