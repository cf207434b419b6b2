"""Who acts: rules about who may take a step need the user, whatever the door (page, API, bulk edit, import, task)."""

from netbox.context import current_request

__all__ = ('acting_user',)


def acting_user(record):
    """The user on whose behalf `record` is written: named by a use case, else of the request; None outside of both.

    A use case names its user in `record.acting`.
    """
    named = getattr(record, 'acting', None)
    if named is not None:
        return named
    user = getattr(current_request.get(), 'user', None)
    return user if user is not None and user.is_authenticated else None
