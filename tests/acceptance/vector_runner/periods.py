"""Calendar months and reporting periods."""

from netbox_slm.engine.periods import MONDAY, SUNDAY, period_at

from .files import iso, iso_local, seconds, us

_KINDS = {'daily': 'day', 'weekly': 'week', 'monthly': 'month', 'quarterly': 'quarter', 'annually': 'year'}


def _period(vector, kind):
    week_start = SUNDAY if vector.says('weeks start on Sunday') else MONDAY
    period = period_at(kind, us(vector.input['at']), vector.zone, week_start=week_start)
    length = seconds(period.end_us - period.start_us)
    return {
        'start': iso(period.start_us),
        'end': iso(period.end_us),
        'start_local': iso_local(period.start_us, vector.zone),
        'end_local': iso_local(period.end_us, vector.zone),
        'seconds': length,
        'total_seconds': length,
    }


def calendar_month_window(vector):
    return _period(vector, 'month')


def reporting_period(vector):
    return _period(vector, _KINDS[vector.input['kind']])


FAMILIES = {function.__name__: function for function in (calendar_month_window, reporting_period)}
