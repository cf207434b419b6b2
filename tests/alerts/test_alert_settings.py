"""Settings of alerts that make no sense are refused by `netbox check`, with the setting and the rule."""

import pytest

from netbox_slm.checks import check_alert_settings


@pytest.mark.parametrize(
    ('name', 'value'),
    [
        ('alert_seconds', -1),
        ('alert_silence_minutes', '60'),
        ('alert_margin_percent', 100),
        ('alert_deadline_offsets', ['-1h']),
        ('alert_burn_windows', [[300, 3600, 14.4]]),
        ('alert_burn_windows', [[3600, 300]]),
        ('alert_burn_windows', [[3600, 300, 0]]),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(settings, name, value):
    plugin = settings.PLUGINS_CONFIG['netbox_slm']
    before = plugin[name]
    plugin[name] = value
    try:
        (error,) = check_alert_settings(None)
    finally:
        plugin[name] = before

    assert name in error.msg
    assert error.hint


def test_the_defaults_make_sense():
    assert check_alert_settings(None) == []
