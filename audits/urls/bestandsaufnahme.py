from django.urls import path

from audits.views import bestandsaufnahme as views

urls = [
    path("durchlaeufe/<int:pk>/analyse/", views.bestandsaufnahme, name="bestandsaufnahme"),
    path(
        "durchlaeufe/<int:pk>/analyse/freigeben/",
        views.bestandsaufnahme_release,
        name="bestandsaufnahme_release",
    ),
    path(
        "durchlaeufe/<int:pk>/analyse/frage/<int:frage>/speichern/",
        views.answer_save,
        name="answer_save",
    ),
    path(
        "durchlaeufe/<int:pk>/analyse/<slug:feld>/",
        views.bestandsaufnahme_feld,
        name="bestandsaufnahme_feld",
    ),
    path(
        "durchlaeufe/<int:pk>/analyse/<slug:feld>/speichern/",
        views.finding_save,
        name="finding_save",
    ),
]
