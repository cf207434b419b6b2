"""Rules over many-to-many relations, which are written only after the object itself was validated."""


def chosen(instance, name):
    """The objects that the relation `name` of `instance` will hold once it is saved, as a list.

    Forms, imports and serializers of NetBox leave what was chosen in `_m2m_values` before they call `full_clean()`;
    without it the stored relation counts. So a rule in `clean()` holds, with its field, wherever the object is written.
    """
    values = getattr(instance, '_m2m_values', {})
    if name in values:
        return list(values[name])
    return list(getattr(instance, name).all()) if instance.pk else []


def names_of(objects, limit=5):
    """The names of some objects for a message, the rest as '…'."""
    names = [str(obj) for obj in objects]
    return ', '.join([*names[:limit], '…'] if len(names) > limit else names)
