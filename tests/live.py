"""A NetBox that answers over HTTP on the test's database, and a browser for its pages."""

import shutil
from dataclasses import dataclass

import pynetbox
import pytest

from users.models import Token, User

_BROWSERS = ('chromium', 'chromium-browser', 'google-chrome')
_BROWSER_OPTIONS = (
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
)


@dataclass(frozen=True, slots=True)
class LiveNetBox:
    """Address of a running NetBox, and ways to act as a user of it."""

    url: str

    def superuser(self, name='admin'):
        """The superuser of this name, made when missing; the password is the name."""
        user = User.objects.filter(username=name).first()
        return user or User.objects.create_superuser(name, password=name)

    def token(self, user):
        """A new API token of the user, as it is written behind `Bearer`."""
        token = Token(user=user)
        token.save()
        return f'nbt_{token.key}.{token.token}'

    def api(self, user=None):
        """A pynetbox client that acts as the user; without one as a superuser."""
        return pynetbox.api(self.url, token=self.token(user or self.superuser()))


def find_browser():
    """Path of the system's Chromium; the test is skipped by that name where there is none."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip('needs Chromium (chromium on the PATH)')
    return found


def launch_browser(playwright):
    """A headless Chromium that makes no connections of its own."""
    return playwright.chromium.launch(executable_path=find_browser(), args=list(_BROWSER_OPTIONS))
