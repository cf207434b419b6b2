"""What a form does where saving what belongs to its object is refused."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError

from utilities.exceptions import AbortRequest

__all__ = ('refused_as_a_whole',)


@contextmanager
def refused_as_a_whole():
    """Errors found while saving end the request: NetBox takes back the transaction and shows the message."""
    try:
        yield
    except PermissionDenied as error:
        raise AbortRequest(str(error)) from error
    except ValidationError as error:
        raise AbortRequest(' '.join(error.messages)) from error
