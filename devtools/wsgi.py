"""NetBox under gunicorn with its static files, which a web server would serve elsewhere."""

from django.contrib.staticfiles.handlers import StaticFilesHandler

from netbox.wsgi import application as netbox_application

application = StaticFilesHandler(netbox_application)
