from django.urls import path

from audits.views import veranstaltung as views

urls = [
    path(
        "phasen/<int:pk>/veranstaltung/<slug:code>/",
        views.veranstaltung_add,
        name="veranstaltung_add",
    ),
    path(
        "durchlaeufe/<int:pk>/veranstaltungen/", views.veranstaltung_list, name="veranstaltung_list"
    ),
    path(
        "durchlaeufe/<int:pk>/veranstaltungen/neu/",
        views.veranstaltung_add_free,
        name="veranstaltung_add_free",
    ),
    path("veranstaltungen/<int:pk>/", views.veranstaltung_detail, name="veranstaltung_detail"),
    path(
        "veranstaltungen/<int:pk>/bearbeiten/",
        views.veranstaltung_change,
        name="veranstaltung_change",
    ),
    path(
        "veranstaltungen/<int:pk>/durchgefuehrt/",
        views.veranstaltung_hold,
        name="veranstaltung_hold",
    ),
    path(
        "veranstaltungen/<int:pk>/einladung.ics", views.veranstaltung_ics, name="veranstaltung_ics"
    ),
    path(
        "veranstaltungen/<int:pk>/einladen/",
        views.veranstaltung_invite,
        name="veranstaltung_invite",
    ),
    path(
        "teilnahmen/<int:pk>/entfernen/",
        views.veranstaltung_uninvite,
        name="veranstaltung_uninvite",
    ),
]
