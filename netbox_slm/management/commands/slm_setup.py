"""Create or update the role groups of the process (docs/roles.md)."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tenancy.models import Tenant

from ... import roles


class Command(BaseCommand):
    """`netbox slm_setup [--dry-run] [--no-infrastructure] [--customer SLUG]`."""

    help = 'Create or update the role groups of service level management, with their object permissions.'

    def add_arguments(self, parser):
        parser.add_argument('--dry-run', action='store_true', help='only say what would be done')
        parser.add_argument(
            '--no-infrastructure',
            action='store_true',
            help='leave out the right to look at the devices, circuits … that services stand on',
        )
        parser.add_argument(
            '--customer', action='append', default=[], metavar='SLUG', help='also a read-only group for this tenant'
        )

    def handle(self, *args, **options):
        tenants = [self._tenant(slug) for slug in options['customer']]
        steps = roles.set_up_roles(not options['no_infrastructure'], options['dry_run'])
        for tenant in tenants:
            steps += roles.set_up_customer(tenant, options['dry_run'])
        for step in steps:
            if step.action != 'unchanged' or options['verbosity'] > 1:
                self.stdout.write(f'{step.action}: {step.name}')
        changed = sum(step.action != 'unchanged' for step in steps)
        text = _('{changed} of {all} would change.') if options['dry_run'] else _('{changed} of {all} changed.')
        self.stdout.write(text.format(changed=changed, all=len(steps)))

    def _tenant(self, slug):
        try:
            return Tenant.objects.get(slug=slug)
        except Tenant.DoesNotExist as error:
            raise CommandError(
                _('There is no tenant with the slug {slug}: give the slug of an existing one.').format(slug=slug)
            ) from error
