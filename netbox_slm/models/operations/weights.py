"""How much of the degraded time of an incident counts, shared by the incident and what it says of one service."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def weight_field():
    """Field for a weight from 0 to 1, empty where the SLA's weight counts (semantics.md §4)."""
    return models.DecimalField(
        verbose_name=pgettext_lazy('service levels', 'weight'),
        max_digits=5,
        decimal_places=4,
        blank=True,
        null=True,
        validators=(MinValueValidator(0), MaxValueValidator(1)),
        help_text=_("How much of its degraded time counts as downtime, 0 to 1. Empty: the SLA's weight."),
    )


def weight_constraint():
    """Database constraint of a model with a `weight`."""
    return models.CheckConstraint(
        condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=1),
        name='%(app_label)s_%(class)s_weight_range',
        violation_error_message=_('A weight lies between 0 and 1.'),
    )
