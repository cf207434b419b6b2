"""What NetBox's own test cases must know of a plugin: mix the first two in before a case, end a filter set case so."""


class PluginViews:
    """For `ViewTestCases`."""

    def _get_base_url(self):
        return f'plugins:{self.model._meta.app_label}:{self.model._meta.model_name}_{{}}'


class PluginAPI:
    """For `APIViewTestCases`."""

    view_namespace = 'plugins-api:netbox_slm'


def of_plugin(case):
    """Decorator of a filter set case, which NetBox looks up by the package that its test is in."""
    case.__module__ = f'netbox_slm.{case.__module__}'
    return case
