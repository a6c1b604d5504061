from django.urls import path

from auditportal.views import betreuung, invitation, mitgliedschaft, organisation

app_name = "auditportal"
urlpatterns = [
    path("organisationen/", organisation.organisation_list, name="organisation_list"),
    path("organisationen/neu/", organisation.organisation_create, name="organisation_create"),
    path("organisationen/verzeichnis/", organisation.register_search, name="register_search"),
    path(
        "organisationen/verzeichnis/<int:entry>/anlegen/",
        organisation.organisation_create,
        name="organisation_create_from_register",
    ),
    path("organisationen/<int:pk>/", organisation.organisation_detail, name="organisation_detail"),
    path(
        "organisationen/<int:pk>/bearbeiten/",
        organisation.organisation_change,
        name="organisation_change",
    ),
    path(
        "organisationen/<int:pk>/verlauf/",
        organisation.organisation_history,
        name="organisation_history",
    ),
    path(
        "organisationen/<int:pk>/kontakte/neu/", organisation.contact_create, name="contact_create"
    ),
    path(
        "organisationen/<int:pk>/betreuung/anfragen/",
        betreuung.betreuung_ask,
        name="betreuung_ask",
    ),
    path("betreuungen/<int:pk>/erlauben/", betreuung.betreuung_grant, name="betreuung_grant"),
    path("betreuungen/<int:pk>/ablehnen/", betreuung.betreuung_decline, name="betreuung_decline"),
    path("kontakte/<int:pk>/bearbeiten/", organisation.contact_change, name="contact_change"),
    path("kontakte/<int:pk>/entfernen/", organisation.contact_remove, name="contact_remove"),
    path(
        "organisationen/<int:pk>/einladen/", invitation.invitation_create, name="invitation_create"
    ),
    path("einladungen/<int:pk>/erneuern/", invitation.invitation_renew, name="invitation_renew"),
    path(
        "einladungen/<int:pk>/zurueckziehen/",
        invitation.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("einladung/<str:token>/", invitation.invitation_accept, name="invitation_accept"),
    path(
        "mitgliedschaften/<int:pk>/rolle/",
        mitgliedschaft.mitgliedschaft_change,
        name="mitgliedschaft_change",
    ),
    path(
        "mitgliedschaften/<int:pk>/beenden/",
        mitgliedschaft.mitgliedschaft_end,
        name="mitgliedschaft_end",
    ),
]
