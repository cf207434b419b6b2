"""What the tests of alerts share: the events that NetBox was given."""

import pytest

from tests.alerts import recorder


@pytest.fixture
def told(settings, django_capture_on_commit_callbacks):
    """Run something as a transaction that is committed; gives the types of the events that it led to."""
    settings.EVENTS_PIPELINE = ['tests.alerts.recorder.record']
    recorder.seen.clear()

    def run(action):
        recorder.seen.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return [event_type for event_type, _object, _data in recorder.seen]

    yield run
    recorder.seen.clear()
