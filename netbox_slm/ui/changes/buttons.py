"""Buttons on the pages of what belongs to a change or a release."""

from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from netbox.object_actions import ObjectAction

from ...choices import DecisionChoices, ReleaseElementStateChoices

__all__ = ('ConfirmCause', 'ConfirmElement', 'DeclineElement', 'RejectCause')


class _Decision(ObjectAction):
    """A button that posts; shown only where it would change something."""

    template_name = 'netbox_slm/buttons/post.html'
    url_kwargs = ('pk',)
    icon = ''

    @classmethod
    def applies_to(cls, obj):
        """Whether there is something to decide."""
        return obj.state == ReleaseElementStateChoices.STATE_PROPOSED

    @classmethod
    def get_context(cls, context, obj):
        return {'icon': cls.icon, 'csrf_token': get_token(context['request'])}

    @classmethod
    def render(cls, context, obj, **kwargs):
        return super().render(context, obj, **kwargs) if cls.applies_to(obj) else ''


class ConfirmElement(_Decision):
    """It goes into the service, or the service into the SLAs."""

    name = 'confirm'
    label = _('Confirm')
    icon = 'check'
    permissions_required = {'confirm'}


class DeclineElement(_Decision):
    """It does not."""

    name = 'decline'
    label = _('Decline')
    icon = 'close'
    permissions_required = {'confirm'}


class ConfirmCause(_Decision):
    """The change caused the incident."""

    name = 'confirm'
    label = _('It caused it')
    icon = 'check'
    permissions_required = {'change'}

    @classmethod
    def applies_to(cls, obj):
        return obj.decision != DecisionChoices.DECISION_CONFIRMED


class RejectCause(_Decision):
    """It did not."""

    name = 'reject'
    label = _('It did not cause it')
    icon = 'close'
    permissions_required = {'change'}

    @classmethod
    def applies_to(cls, obj):
        return obj.decision != DecisionChoices.DECISION_REJECTED
