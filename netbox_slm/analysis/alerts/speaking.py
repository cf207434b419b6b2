"""In which language alerts speak: that of the installation, as nobody asks for them."""

from django.conf import settings
from django.utils import translation

__all__ = ('spoken',)


def spoken():
    """A context in which texts are in the language of the installation (LANGUAGE_CODE)."""
    return translation.override(settings.LANGUAGE_CODE)
