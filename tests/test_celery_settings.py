"""Celery takes broker, results and schedule from the settings of the plugin, by default from NetBox's own Redis."""

import ssl

import pytest
from celery.schedules import crontab

from netbox_slm import SLMConfig
from netbox_slm.broker import celery_settings

REDIS = {'HOST': 'redis.example.com', 'PORT': 6379, 'DATABASE': 0}


def settings(redis=REDIS, **plugin):
    return celery_settings({**SLMConfig.default_settings, **plugin}, redis, 'Europe/Berlin')


def test_by_default_it_is_another_database_of_netbox_own_redis():
    found = settings()

    assert found['broker_url'] == found['result_backend'] == 'redis://redis.example.com:6379/7'
    assert 'broker_use_ssl' not in found


@pytest.mark.parametrize(
    ('redis', 'url'),
    [
        ({'USERNAME': 'slm', 'PASSWORD': 'p@ss:/word'}, 'redis://slm:p%40ss%3A%2Fword@localhost:6379/3'),
        ({'PASSWORD': 'secret', 'SSL': True}, 'rediss://:secret@localhost:6379/3'),
        ({'URL': 'redis://:secret@redis.example.com:6380/0'}, 'redis://:secret@redis.example.com:6380/3'),
        ({'URL': 'rediss://redis.example.com/5?db=5'}, 'rediss://redis.example.com/3'),
        ({'URL': 'unix:///run/redis.sock?db=0'}, 'redis+socket:///run/redis.sock?virtual_host=3'),
    ],
)
def test_every_way_netbox_names_its_redis_is_followed(redis, url):
    assert settings(redis, celery_database=3)['broker_url'] == url


def test_certificates_are_checked_as_netbox_checks_them():
    checked = settings({'SSL': True, 'CA_CERT_PATH': '/etc/ca.pem'})
    unchecked = settings({'SSL': True, 'INSECURE_SKIP_TLS_VERIFY': True})

    assert checked['broker_use_ssl'] == checked['redis_backend_use_ssl']
    assert checked['broker_use_ssl'] == {'ssl_cert_reqs': ssl.CERT_REQUIRED, 'ssl_ca_certs': '/etc/ca.pem'}
    assert unchecked['broker_use_ssl'] == {'ssl_cert_reqs': ssl.CERT_NONE}


def test_sentinels_are_followed():
    redis = {'SENTINELS': [('one', 26379), ('two', 26380)], 'SENTINEL_SERVICE': 'netbox', 'PASSWORD': 'secret'}

    found = settings(redis)

    assert found['broker_url'] == 'sentinel://:secret@one:26379/7;sentinel://:secret@two:26380/7'
    assert found['broker_transport_options']['master_name'] == 'netbox'
    assert found['result_backend_transport_options']['master_name'] == 'netbox'


def test_a_named_broker_replaces_netbox_redis():
    found = settings({'SSL': True}, celery_broker_url='amqp://rabbit.example.com//', celery_result_backend='rpc://')

    assert (found['broker_url'], found['result_backend']) == ('amqp://rabbit.example.com//', 'rpc://')
    assert found['broker_transport_options'] == {}
    assert 'broker_use_ssl' not in found


def test_the_work_of_a_killed_worker_is_given_out_again():
    found = settings(celery_visibility_seconds=90)

    assert found['task_acks_late']
    assert found['task_reject_on_worker_lost']
    assert found['worker_prefetch_multiplier'] == 1
    assert found['broker_transport_options']['visibility_timeout'] == 90


def test_the_schedule_can_be_replaced_entry_by_entry():
    nightly = {'task': 'netbox_slm.close_periods', 'schedule': crontab(hour=4)}

    found = settings(sweep_seconds=30, celery_beat_schedule={'close': nightly})
    without = settings(celery_beat_schedule={'sweep': None})

    assert found['beat_schedule']['close'] is nightly
    assert found['beat_schedule']['sweep']['schedule'] == 30
    assert set(without['beat_schedule']) == {'close', 'alerts', 'changes', 'flags', 'verify'}


def test_the_application_that_a_worker_starts_is_configured():
    from netbox_slm.celery import app

    assert app.conf.task_default_queue == 'netbox_slm'
    assert {'netbox_slm.compute_chunk', 'netbox_slm.compute_period', 'netbox_slm.sweep_stale'} <= set(app.tasks)
