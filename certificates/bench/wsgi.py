"""What the benchmark's web server loads: the portal, and the floor page beside it."""

from importlib import import_module

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# Only from here on there are models to import.
import_module("certificates.bench.floor").open_doors()
