"""Model fields that several models share."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class PercentField(models.DecimalField):
    """A share in percent with six decimals, 0 to 100; a target of 99.999 % keeps every digit."""

    def __init__(self, *args, **kwargs):
        kwargs['max_digits'] = 9
        kwargs['decimal_places'] = 6
        kwargs.setdefault('validators', (MinValueValidator(0), MaxValueValidator(100)))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, 'django.db.models.DecimalField', args, kwargs


class CurrencyField(models.CharField):
    """Three capital letters of ISO 4217."""

    def __init__(self, *args, **kwargs):
        kwargs['max_length'] = 3
        check = RegexValidator(r'^[A-Z]{3}$', _('Give the three capital letters of ISO 4217.'))
        kwargs.setdefault('validators', (check,))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop('validators', None)
        return name, 'django.db.models.CharField', args, kwargs
