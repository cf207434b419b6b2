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


class WayField(models.TextField):
    """A chain of objects as a list of {'type': 'dcim.device', 'id': 1, 'relation': 'required'}.

    Stored as text, a line for each step, `dcim.device 1 required`: a third of what JSON takes, and chains are written
    by the million.
    """

    def from_db_value(self, value, expression, connection):
        return None if value is None else way_from_text(value)

    def to_python(self, value):
        return way_from_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return value if value is None or isinstance(value, str) else way_as_text(value)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, 'django.db.models.TextField', args, kwargs


def way_as_text(steps):
    """A chain as `WayField` stores it."""
    return '\n'.join(f'{step["type"]} {step["id"]} {step["relation"]}' for step in steps)


def way_from_text(text):
    """A chain out of what `way_as_text` gives."""
    found = []
    for step in text.split('\n') if text else ():
        label, pk, relation = step.split(' ', 2)
        found.append({'type': label, 'id': int(pk), 'relation': relation})
    return found
