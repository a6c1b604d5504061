"""The portal's addresses, and those of the toolbar."""

from debug_toolbar.toolbar import debug_toolbar_urls
from django.urls import include, path

urlpatterns = [path("", include("auditportal.urls")), *debug_toolbar_urls()]
