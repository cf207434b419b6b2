"""Finding again or making: what the generators write goes through a `Store`, so that a second run finds it all."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from extras.models import Tag, TaggedItem
from netbox.search.backends import search_backend

from .description import TAG

__all__ = ('DemoConflictError', 'Store')


class DemoConflictError(Exception):
    """An object that the demo needs exists already and is not the demo's: it will not be taken over."""

    def __init__(self, obj):
        self.object = obj
        super().__init__(
            _(
                'The {type} {name} exists already, and this demonstration did not make it. Rename it, or load the '
                'demonstration into a database of its own.'
            ).format(type=obj._meta.verbose_name, name=obj)
        )


class Store:
    """Gets objects by a natural key and makes the missing ones; each carries the tag of the demo.

    Objects that others made are never touched: meeting one raises DemoConflictError. `flush()` writes the tags.
    `counts` says how many objects were made, by model.
    """

    def __init__(self):
        self.tag, _created = Tag.objects.get_or_create(
            slug=TAG, defaults={'name': 'SLM demo', 'color': '00897b', 'description': 'Made by slm_demo'}
        )
        self.counts: dict[type[models.Model], int] = defaultdict(int)
        self._known: dict[type[models.Model], set[int]] = {}
        self._untagged: dict[type[models.Model], list[int]] = defaultdict(list)

    def put(self, model, key, /, **fields):
        """The object of `model` with the values `key`; made with them and `fields` where there is none.

        What is made obeys the rules of `clean()`; uniqueness is left to `key` and the database.
        Raises DemoConflictError where it exists and is not the demo's.
        """
        found = model._default_manager.filter(**key).first()
        if found is not None:
            if found.pk not in self._tagged(model):
                raise DemoConflictError(found)
            return found
        made = model(**key, **fields)
        made.full_clean(validate_unique=False, validate_constraints=False)
        made.save()
        self.adopt([made])
        return made

    def adopt(self, objects):
        """Take objects of one model that were just made as the demo's."""
        for obj in objects:
            model = type(obj)
            self.counts[model] += 1
            self._untagged[model].append(obj.pk)
            self._tagged(model).add(obj.pk)

    def put_all(self, model, objects, key):
        """Make those of `objects` (unsaved) whose value of `key` is not there yet, at once; returns those made.

        For models whose rows nothing else must learn of on saving; the search learns of them here.
        """
        objects = list(objects)
        values = {getattr(obj, key) for obj in objects}
        found = {getattr(row, key): row for row in model._default_manager.filter(**{f'{key}__in': values})}
        for row in found.values():
            if row.pk not in self._tagged(model):
                raise DemoConflictError(row)
        missing = [obj for obj in objects if getattr(obj, key) not in found]
        made = model._default_manager.bulk_create(missing)
        self.adopt(made)
        search_backend.cache(made, remove_existing=False)
        return made

    def made_of(self, model):
        """What of `model` is the demo's."""
        return model._default_manager.filter(pk__in=self._tagged(model))

    def flush(self):
        """Write the tags of what was made since the last time."""
        rows = [
            TaggedItem(tag=self.tag, content_type=ContentType.objects.get_for_model(model), object_id=pk)
            for model, keys in self._untagged.items()
            for pk in keys
        ]
        TaggedItem.objects.bulk_create(rows, batch_size=1000)
        self._untagged.clear()

    def _tagged(self, model):
        if model not in self._known:
            rows = TaggedItem.objects.filter(tag=self.tag, content_type=ContentType.objects.get_for_model(model))
            self._known[model] = set(rows.values_list('object_id', flat=True))
        return self._known[model]
