"""Try the targets of an SLA on the incidents of the last periods, on the command line."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...analysis.backtest import BacktestError
from ...analysis.trying import try_everything
from ...models import SLA
from ...ui.agreements.backtest import sentence_of_trial, trials_by_target


class Command(BaseCommand):
    """Drafts too; nothing is stored."""

    help = gettext_lazy('Try the targets of an SLA on the incidents of the last periods.')

    def add_arguments(self, parser):
        parser.add_argument('sla', help=_('Name or reference of the SLA'))
        parser.add_argument('--periods', type=int, default=12, help=_('How many periods; 12 by default'))

    def handle(self, *args, **options):
        name = options['sla']
        slas = SLA.objects.filter(name=name) or SLA.objects.filter(reference=name)
        if not slas:
            raise CommandError(_('There is no SLA of the name or reference {name}.').format(name=name))
        for sla in slas:
            try:
                seen = try_everything(sla, timezone.now(), options['periods'])
            except BacktestError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(self.style.MIGRATE_HEADING(str(sla)))
            self.stdout.write(sentence_of_trial(seen))
            for trial in trials_by_target(seen):
                for row in trial.rows:
                    self._row(trial, row)

    def _row(self, trial, row):
        self.stdout.write(
            _('{target}, {service}: {missed} of {number} missed; kept in 11 of 12: {best}').format(
                target=trial.target.name,
                service=row.service or _('all services'),
                missed=row.missed,
                number=row.with_data,
                best=row.best or '–',
            )
        )
        for square in row.squares:
            self.stdout.write(f'  {square.label}  {square.text}  {square.status}')
