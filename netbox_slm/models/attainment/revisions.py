"""The history of figures: each change of a stored figure with both values, who or what made it, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from utilities.querysets import RestrictedQuerySet

from ...choices import RevisionCauseChoices
from .figures import Attainment

__all__ = ('AttainmentRevision',)


class AttainmentRevisionQuerySet(RestrictedQuerySet):
    """Revisions: who may see one may also see its figure."""

    def restrict(self, user, action='view'):
        return super().restrict(user, action).filter(attainment__in=Attainment.objects.restrict(user, 'view'))


class AttainmentRevision(models.Model):
    """One change of a stored figure (semantics.md §6). Written only by `analysis.history` and `analysis.finality`.

    old, new: the stored fields of the figure before and after, of which the exact numbers are text.
    changes: what made the difference, the costliest first: [{'kind', 'change': 'appeared' | 'vanished' | 'changed',
    'incident', 'window', 'object_type', 'object', 'service', 'rule', 'before_us', 'after_us', 'was', 'is'}, …] with
    primary keys, microseconds counted, and the reasons not to count (of a clock: its verdict). They name things that a
    reader may not view: show them only through `analysis.history.explain_changes`.
    more_changes: how many more there were than are kept.
    credits: what was owed before and is owed after, where a final figure was made or reopened: {'before', 'after'},
    each {'amount', 'currency', 'tier'} or none. Show it only through `analysis.credits.explain_credits`.
    """

    attainment = models.ForeignKey(
        to='netbox_slm.Attainment',
        on_delete=models.CASCADE,
        related_name='revisions',
        verbose_name=_('attainment'),
    )
    at = models.DateTimeField(verbose_name=_('time'))
    cause = models.CharField(verbose_name=_('cause'), max_length=50, choices=RevisionCauseChoices)
    reason = models.TextField(verbose_name=_('reason'), blank=True)
    user = models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name='+',
        verbose_name=_('user'),
        blank=True,
        null=True,
    )
    user_name = models.CharField(verbose_name=_('user name'), max_length=150, blank=True, editable=False)
    old = models.JSONField(verbose_name=_('before'), default=dict, blank=True)
    new = models.JSONField(verbose_name=_('after'), default=dict, blank=True)
    changes = models.JSONField(verbose_name=_('what changed'), default=list, blank=True)
    credits = models.JSONField(verbose_name=_('credit'), default=dict, blank=True)
    more_changes = models.PositiveIntegerField(verbose_name=_('more changes'), default=0)

    objects = AttainmentRevisionQuerySet.as_manager()

    class Meta:
        ordering = ('-at', '-pk')
        verbose_name = _('attainment revision')
        verbose_name_plural = _('attainment revisions')
        indexes = (models.Index(fields=('attainment', 'at'), name='netbox_slm_revision_figure'),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(cause=RevisionCauseChoices.CAUSE_REOPENED) | ~Q(reason=''),
                name='%(app_label)s_%(class)s_reopened_why',
            ),
        )

    def __str__(self):
        return f'{self.get_cause_display()} {self.at:%Y-%m-%d %H:%M}'

    def get_absolute_url(self):
        """The page of the figure it belongs to."""
        return reverse('plugins:netbox_slm:attainment', args=[self.attainment_id])

    def get_cause_color(self):
        return RevisionCauseChoices.colors.get(self.cause)
