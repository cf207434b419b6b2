"""REST of backtests: what targets would have given on the incidents of the last periods."""

from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ....analysis.backtest import MOST_PERIODS
from ....analysis.trying import level_field, parse_level
from ....engine.instants import from_us
from ..catalog import SLMServiceSerializer
from .slas import ServiceLevelTargetSerializer

__all__ = ('BacktestRequestSerializer', 'BacktestSerializer')


class TriedLevelSerializer(serializers.Serializer):
    """Another level for one of the targets."""

    target = serializers.IntegerField()
    level = serializers.DecimalField(
        max_digits=20, decimal_places=6, help_text=_('Percent, or the value of the target')
    )


class BacktestRequestSerializer(serializers.Serializer):
    """How many periods to try, and other levels than those of the targets."""

    periods = serializers.IntegerField(default=12, min_value=1, max_value=MOST_PERIODS)
    levels = TriedLevelSerializer(many=True, required=False)

    def validate_levels(self, levels):
        sla, user = self.context['sla'], self.context['request'].user
        targets = {target.pk: target for target in sla.targets.restrict(user, 'view')}
        found = {}
        for level in levels:
            target = targets.get(level['target'])
            if target is None:
                raise serializers.ValidationError(
                    {'target': _('The SLA has no target {id} that you may see.').format(id=level['target'])}
                )
            try:
                found[target.pk] = parse_level(target, level['level'])
            except DjangoValidationError as error:
                raise serializers.ValidationError(
                    {'level': error.message_dict.get(level_field(target)) or error.messages}
                ) from error
        return found


class TriedPeriodSerializer(serializers.BaseSerializer):
    """A period: exact share, how it reads, whether the target would have been missed (null: no data)."""

    def to_representation(self, row):
        figure = row.figure
        return {
            'period': row.period.label,
            'starts_at': from_us(row.period.start_us),
            'ends_at': from_us(row.period.end_us),
            'value_percent': figure.value_percent,
            'value': figure.value,
            'numerator': str(figure.share.numerator) if figure.share.has_data else None,
            'denominator': str(figure.share.denominator) if figure.share.has_data else None,
            'is_missed': row.is_missed,
            'downtime_us': figure.downtime_us,
            'credit': None if row.credit is None else str(row.credit),
            'currency': row.currency,
        }


class TriedSerializer(serializers.Serializer):
    """A target on a service (null: all of them together)."""

    target = ServiceLevelTargetSerializer(nested=True, read_only=True)
    service = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField(help_text=_('The level that was tried'))
    best = serializers.DecimalField(
        max_digits=20, decimal_places=3, read_only=True, allow_null=True, help_text=_('Kept in 11 of 12 periods')
    )
    missed = serializers.IntegerField(read_only=True)
    with_data = serializers.IntegerField(read_only=True)
    credits = serializers.DictField(child=serializers.CharField(), read_only=True)
    periods = TriedPeriodSerializer(many=True, read_only=True)

    def get_service(self, tried) -> dict | None:
        service = self.context['services'].get(tried.service_id)
        return SLMServiceSerializer(service, nested=True, context=self.context).data if service else None

    def get_level(self, tried) -> str:
        return f'{getattr(tried.target, level_field(tried.target)).normalize():f}'


class BacktestSerializer(serializers.Serializer):
    """What the targets of an SLA would have given. hidden: rows about services that you may not see."""

    hidden = serializers.IntegerField(read_only=True)
    credits = serializers.DictField(source='trial.credits', child=serializers.CharField(), read_only=True)
    tried = serializers.SerializerMethodField()

    def get_tried(self, seen) -> list[dict]:
        context = {**self.context, 'services': seen.services}
        return TriedSerializer(seen.rows, many=True, context=context).data
