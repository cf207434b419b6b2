"""NetBox under gunicorn with its static files, which a web server would serve elsewhere."""

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.urls import get_resolver

from netbox.wsgi import application as netbox_application

application = StaticFilesHandler(netbox_application)

# Loaded once, before gunicorn forks its workers, which may not share a connection.
get_resolver().url_patterns  # noqa: B018 - loads all of NetBox's pages
connections.close_all()
