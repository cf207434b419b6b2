"""Answers of the REST API that say why something cannot be done now."""

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException

__all__ = ('NoWorker',)


class NoWorker(APIException):
    """503: nothing would be computed."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _('No Celery worker answers: start one with "celery -A netbox_slm worker", then try again.')
    default_code = 'no_worker'
