from django.urls import path

from audits.views import begutachtung as views
from audits.views import dossier, votum

urls = [
    path("durchlaeufe/<int:pk>/einreichung/", views.submission_check, name="submission_check"),
    path("begutachtungen/<int:pk>/", views.begutachtung_detail, name="begutachtung_detail"),
    path(
        "begutachtungen/<int:pk>/freigeben/",
        views.begutachtung_sign_off,
        name="begutachtung_sign_off",
    ),
    path("begutachtungen/<int:pk>/unterlagen/", dossier.dossier_detail, name="dossier_detail"),
    path("begutachtungen/<int:pk>/unterlagen.zip", dossier.dossier_zip, name="dossier_zip"),
    path(
        "begutachtungen/<int:pk>/unterlagen/<int:document>/",
        dossier.dossier_document,
        name="dossier_document",
    ),
    path("begutachtungen/<int:pk>/votum/", votum.votum_write, name="votum_write"),
    path("vota/<int:pk>/zeichnen/", votum.votum_sign, name="votum_sign"),
]
