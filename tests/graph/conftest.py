"""Fixtures of the tests of the graph."""

import pytest


@pytest.fixture
def plugin_settings(settings):
    """Set some of the plugin's settings for one test."""

    def change(**values):
        settings.PLUGINS_CONFIG = {
            **settings.PLUGINS_CONFIG,
            'netbox_slm': {**settings.PLUGINS_CONFIG['netbox_slm'], **values},
        }

    return change
