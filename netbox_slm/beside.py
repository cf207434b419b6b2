"""Another distribution, netbox-slm (software lifecycle management), owns the same import name; here we keep apart."""

from importlib import metadata

from django.core.exceptions import ImproperlyConfigured

from . import DISTRIBUTION

OTHER_DISTRIBUTION = 'netbox-slm'
OTHER_TABLES = (
    'netbox_slm_softwareproduct',
    'netbox_slm_softwareproductversion',
    'netbox_slm_softwareproductinstallation',
    'netbox_slm_softwarelicense',
)


def is_other_distribution_installed() -> bool:
    """True where netbox-slm is installed in this environment."""
    try:
        metadata.distribution(OTHER_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return False
    return True


def refuse_other_distribution() -> None:
    """Stop the start-up beside netbox-slm: both would write into one package. Raises ImproperlyConfigured."""
    if is_other_distribution_installed():
        raise ImproperlyConfigured(
            f'The distributions {DISTRIBUTION} (service levels) and {OTHER_DISTRIBUTION} (software lifecycle) are both '
            'installed, and both own the Python package netbox_slm: one has overwritten files of the other. Uninstall '
            f'both (pip uninstall {OTHER_DISTRIBUTION} {DISTRIBUTION}), then install only the one you want '
            f'(pip install {DISTRIBUTION}).'
        )
