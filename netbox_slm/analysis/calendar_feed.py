"""The calendar of planned work as a feed: an address of its own per user, which that user can take back.

The address holds a signed token and no password; it opens the calendar of one user, with what that user may view at
the moment of reading, and nothing else. The key behind it lies in the user's preferences: a new one, or none, makes
every older address worthless.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from users.models import User

from ..choices import ChangeStatusChoices
from ..icalendar import CalendarEvent, calendar_text
from .work_calendar import Entry, entries_between

__all__ = ('feed_text', 'renew_token', 'revoke_token', 'token_of', 'user_of')

_PREFERENCE = 'plugins.netbox_slm.calendar_feed'
_SALT = 'netbox_slm.calendar_feed'
_PAST, _AHEAD = timedelta(days=31), timedelta(days=366)


def token_of(user) -> str | None:
    """The token of the user's feed; None where the user has none."""
    key = user.config.get(_PREFERENCE)
    return signing.Signer(salt=_SALT).sign_object([user.pk, key]) if key else None


def renew_token(user) -> str:
    """Give the user a new token; the former one no longer opens anything."""
    user.config.set(_PREFERENCE, secrets.token_urlsafe(24), commit=True)
    return token_of(user)


def revoke_token(user) -> None:
    """Take the user's token back."""
    user.config.clear(_PREFERENCE, commit=True)


def user_of(token: str) -> User | None:
    """The user whose feed the token opens; None for one that is forged, taken back, or of an inactive user."""
    try:
        pk, key = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    known = user.config.get(_PREFERENCE) if user else None
    return user if known and hmac.compare_digest(known, str(key)) else None


def feed_text(user, now: datetime, link) -> str:
    """The calendar of the last month and the year ahead that `user` may view, as iCalendar.

    link: makes an absolute address of a path.
    """
    events = [_event(entry, link) for entry in entries_between(now - _PAST, now + _AHEAD, user)]
    return calendar_text(_('Planned work'), 'netbox-service-levels', events)


def _event(entry: Entry, link) -> CalendarEvent:
    obj = entry.obj
    path = obj.get_absolute_url()
    return CalendarEvent(
        uid=f'{obj._meta.model_name}-{obj.pk}-{int(entry.starts_at.timestamp())}@netbox-slm'
        if entry.kind == 'maintenance'
        else f'{obj._meta.model_name}-{obj.pk}@netbox-slm',
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=_summary(entry),
        description=obj.description or getattr(obj, 'reason', ''),
        url=link(path),
        changed_at=obj.last_updated or entry.starts_at,
        blocks_time=entry.kind != 'freeze',
    )


def _summary(entry):
    words = {
        'change': _('Change: {name} ({status})'),
        'release': _('Release: {name} ({status})'),
        'maintenance': _('Maintenance: {name}'),
        'freeze': _('Freeze: {name}'),
    }
    status = getattr(entry.obj, 'status', '')
    return words[entry.kind].format(name=entry.obj, status=dict(ChangeStatusChoices).get(status, status))
