"""Model fields that several models share."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from .currencies import validate_currency


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
    """A code of ISO 4217: three capital letters."""

    def __init__(self, *args, **kwargs):
        kwargs['max_length'] = 3
        kwargs.setdefault('validators', (validate_currency,))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop('validators', None)
        return name, 'django.db.models.CharField', args, kwargs
