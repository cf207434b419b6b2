"""Stands at the end of NetBox's events pipeline and remembers what came through it."""

seen = []


def record(events):
    """A function for EVENTS_PIPELINE."""
    seen.extend((event['event_type'], event['object'], event['data']) for event in events)


def refuse(events):
    """One that fails, as a broker does that is away."""
    raise ConnectionError('nobody listens')


def refuse_payroll(events):
    """One that fails for one service only."""
    if any(event['object'].service.name == 'Payroll' for event in events):
        raise ConnectionError('nobody listens')
