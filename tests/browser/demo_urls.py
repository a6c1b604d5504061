"""The portal's doors with those that only the demo has (`override_settings(ROOT_URLCONF=...)`)."""

from django.urls import path

from auditportal.urls import urlpatterns as portal
from auditportal.views import demo

urlpatterns = [
    *portal,
    path("demo/anmelden/<int:pk>", demo.log_in, name="demo_login"),
    path("demo/postfach/", demo.mailbox, name="demo_mailbox"),
]
