"""What else the customers of the demo were promised: restoration, satisfaction, and what is owed for a miss."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from .. import models

__all__ = ('build_extras',)

_SEED = 20260301
_FEE_PER_SERVICE = {'gold': 6_000, 'silver': 2_500, 'bronze': 900}
# Below the target: a small credit; from then on more, as contracts have it
_LADDER = ((Decimal(0), 5), (Decimal('0.4'), 10), (Decimal('0.9'), 25))
_RESTORED = {'gold': 2, 'silver': 4, 'bronze': 8}
_RATING = Decimal(4)


def build_extras(store, slas, levels, months: list[datetime], now: datetime) -> None:
    """Fees, credit tiers, targets on restoration and satisfaction, and a survey a month, of the customers' agreements.

    levels: level by the agreement's name. Repeatable.
    """
    for name, sla in slas.items():
        if sla.kind != 'sla':
            continue
        level = levels[name]
        if sla.fee is None:
            sla.fee, sla.currency = Decimal(_FEE_PER_SERVICE[level] * max(sla.services.count(), 1)), 'EUR'
            sla.save()
        up = sla.targets.get(metric='availability')
        for below, share in _LADDER:
            store.put(
                models.ServiceCreditTier,
                {'target': up, 'threshold': up.target_percent - below},
                credit_percent=Decimal(share),
                cap=sla.fee / 5,
            )
        store.put(
            models.ServiceLevelTarget,
            {'sla': sla, 'name': 'Restoration'},
            metric='mttr',
            target_value=Decimal(_RESTORED[level] * 3600),
        )
        _put_survey(store, sla, months, now)


def _put_survey(store, sla, months, now):
    """A rating a month between 3.4 and 4.9, which is the same in every run."""
    target = store.put(
        models.ServiceLevelTarget,
        {'sla': sla, 'name': 'Satisfaction'},
        metric='satisfaction',
        target_value=_RATING,
        unit='points',
        direction='at_least',
        aggregation='mean',
        combination='pooled',
    )
    ratings = Random(f'{_SEED} {sla.name}')
    for month in months:
        measured_at, value = month + timedelta(days=19, hours=9), Decimal(ratings.randint(34, 49)) / 10
        if measured_at < now:
            store.put(
                models.Measurement,
                {'target': target, 'measured_at': measured_at, 'source': 'Monthly survey'},
                value=value,
            )
