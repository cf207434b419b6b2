"""Compute figures here and now, without a Celery worker."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...analysis.attainment import AttainmentRequest, AttainmentResult, chunks_of, compute_attainment, slas_by_name
from ...analysis.errors import SLMError
from ...analysis.periods import parse_selector


class Command(BaseCommand):
    """Does the same work as the tasks; final figures are left alone."""

    help = gettext_lazy('Compute what became of the promises in a period, without a Celery worker.')

    def add_arguments(self, parser):
        parser.add_argument('--period', required=True, help=_('2026-10, 2026-Q4, 2026, a date, current or previous'))
        parser.add_argument('--sla', nargs='+', metavar='NAME', help=_('Only these SLAs, by name or reference'))

    def handle(self, *args, **options):
        try:
            parse_selector(options['period'])
            slas = None if options['sla'] is None else [sla.pk for sla in slas_by_name(options['sla'])]
            chunks = chunks_of(slas)
        except SLMError as error:
            raise CommandError(str(error)) from error
        self._summarise(self._compute(options['period'], chunks))

    def _compute(self, period, chunks):
        total, result = sum(len(chunk) for chunk in chunks), AttainmentResult()
        done = 0
        for chunk in chunks:
            result += compute_attainment(AttainmentRequest(period, timezone.now(), chunk))
            done += len(chunk)
            self.stdout.write(
                _('{done} of {total} targets: {figures} figures computed').format(
                    done=done, total=total, figures=result.computed
                )
            )
        return result

    def _summarise(self, result):
        self.stdout.write(
            self.style.SUCCESS(
                ngettext('{number} figure computed.', '{number} figures computed.', result.computed).format(
                    number=result.computed
                )
            )
        )
        if result.final:
            left = ngettext(
                '{number} final figure left as it is.', '{number} final figures left as they are.', result.final
            )
            self.stdout.write(left.format(number=result.final))
