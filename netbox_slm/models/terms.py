"""The span in which a link holds, shared by all models that carry `since` and `until` (semantics.md §6)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def check_order(instance, start_field, end_field):
    """Refuse an end that is not after its start; an empty one is open. Raises ValidationError on the end's field."""
    start, end = getattr(instance, start_field), getattr(instance, end_field)
    if start is not None and end is not None and end <= start:
        raise ValidationError(
            {
                end_field: _('{end} is not after {start}: give a later end, or leave it empty.').format(
                    end=end, start=start
                )
            }
        )


def check_days(instance):
    """Refuse a last day (`ends_on`) before the first (`starts_on`). Raises ValidationError on `ends_on`."""
    if instance.starts_on and instance.ends_on and instance.ends_on < instance.starts_on:
        raise ValidationError(
            {
                'ends_on': _('The last day {end} is before the first, {start}: give a later date.').format(
                    end=instance.ends_on, start=instance.starts_on
                )
            }
        )


def term_constraint():
    """Database constraint of a model with `since` and `until`: the term is not empty."""
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F('since')),
        name='%(app_label)s_%(class)s_term_order',
        violation_error_message=_('A link ends after it begins.'),
    )


def holding(at):
    """Q of the rows that hold at an instant: since <= at < until, an empty bound is open."""
    return (Q(since__isnull=True) | Q(since__lte=at)) & (Q(until__isnull=True) | Q(until__gt=at))


class ActiveTermMixin(models.Model):
    """A fact that holds in [since, until); an empty bound is open. The past is judged by the links as they were."""

    since = models.DateTimeField(
        verbose_name=_('since'), blank=True, null=True, help_text=_('Empty: it has always been so')
    )
    until = models.DateTimeField(verbose_name=_('until'), blank=True, null=True, help_text=_('Empty: it still is so'))

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        check_order(self, 'since', 'until')

    def overlaps(self, other):
        """True where both terms share an instant."""
        return (self.since is None or other.until is None or self.since < other.until) and (
            other.since is None or self.until is None or other.since < self.until
        )
