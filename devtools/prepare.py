"""Runs in the NetBox of the demo: admin, roles, demo company, search index, all in one process (each start is slow)."""

import io
import sys

import django

from .steps import step


def main():
    """Prepare the demo's database; every part may run again. Returns the exit code."""
    django.setup()

    from django.core.management import CommandError, call_command  # noqa: PLC0415 - only after the set-up

    try:
        with step('Making the admin and the roles of the process'):
            _make_admin()
            call_command('slm_setup', stdout=io.StringIO())
        with step('Loading the demo company (a minute or two the first time)'):
            call_command('slm_demo', logins=True)
        with step('Filling the search index where it is empty (half a minute the first time)'):
            call_command('reindex', lazy=True, stdout=io.StringIO())
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _make_admin():
    from users.models import User  # noqa: PLC0415 - only after the set-up

    if not User.objects.filter(username='admin').exists():
        User.objects.create_superuser('admin', password='admin')


if __name__ == '__main__':
    sys.exit(main())
