"""Every front door. Rooms are named by string, so that this file imports none of them."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from auditportal.views import account, demo, health, pages

handler400 = "auditportal.views.refused.bad_request"
handler500 = "auditportal.views.refused.failed"
urlpatterns = [
    path("gesund/", health.portal, name="health"),
    path("gesund/web/", health.web, name="health_web"),
    path("konto/", account.account_detail, name="account"),
    path("konto/sitzung/", account.session, name="session"),
    path("konto/darstellung/", account.display, name="display"),
    # The address of a login is proven by an invitation: nobody types another one.
    path("konto/email/", RedirectView.as_view(pattern_name="account"), name="account_email"),
    path("konto/", include("allauth.urls")),
    path("impressum/", pages.impressum, name="impressum"),
    path("datenschutz/", pages.datenschutz, name="datenschutz"),
    path("barrierefreiheit/", pages.barrierefreiheit, name="barrierefreiheit"),
    path("hilfe/", pages.hilfe, name="hilfe"),
    path("zertifikate/", include("certificates.urls")),
    path("", include("auditportal.organisation_urls")),
    path("", include("handlungsfelder.urls")),
    path("", include("audits.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/anmelden/<int:pk>", demo.log_in, name="demo_login"),
        path("demo/postfach/", demo.mailbox, name="demo_mailbox"),
    ]
