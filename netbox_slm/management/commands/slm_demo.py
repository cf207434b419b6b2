"""Load, renew or remove the demo company (docs/demo.md)."""

from datetime import UTC, datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...demo.company import build_demo, remove_demo
from ...demo.figures import compute_figures
from ...demo.store import DemoConflictError


class Command(BaseCommand):
    """`netbox slm_demo [--logins] [--date YYYY-MM-DD] [--reset]`."""

    help = 'Load the demonstration company, or add to it what has happened since. Run it as often as you like.'

    def add_arguments(self, parser):
        parser.add_argument(
            '--logins',
            action='store_true',
            help='give the demo users a password that everybody knows; only for a demonstration on your own machine',
        )
        parser.add_argument('--date', metavar='YYYY-MM-DD', help='load it as of the end of this day; default: now')
        parser.add_argument('--reset', action='store_true', help='remove all that carries the tag slm-demo, then stop')

    def handle(self, *args, **options):
        try:
            if options['reset']:
                removed = remove_demo(self._say)
                self.stdout.write(
                    ngettext('{number} object removed.', '{number} objects removed.', removed).format(number=removed)
                )
                return
            now = _now(options['date'])
            result = build_demo(now, options['logins'], self._say)
            figures = compute_figures(result, now, self._say)
        except (DemoConflictError, ProtectedError) as error:
            raise CommandError(str(error)) from error
        made = sum(result.made.values())
        self.stdout.write(ngettext('{number} object made.', '{number} objects made.', made).format(number=made))
        self.stdout.write(
            ngettext('{number} figure computed.', '{number} figures computed.', figures.computed).format(
                number=figures.computed
            )
        )

    def _say(self, text):
        self.stdout.write(f'  {text} …')
        self.stdout.flush()


def _now(text):
    if not text:
        return timezone.now()
    try:
        day = datetime.strptime(text, '%Y-%m-%d').replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError(_('{text} is no date: write it as 2026-11-30.').format(text=text)) from error
    return min(day + timedelta(days=1, seconds=-1), timezone.now())
