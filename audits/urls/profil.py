from django.urls import path

from audits.views import profil as views

PROFIL = "durchlaeufe/<int:pk>/profil"

urls = [
    path(f"{PROFIL}/", views.profil, name="profil"),
    path(f"{PROFIL}/speichern/", views.swot_save, name="swot_save"),
    path(f"{PROFIL}/freigeben/", views.profil_release, name="profil_release"),
    path(f"{PROFIL}/kennzahl/", views.kennzahl_add, name="kennzahl_add"),
    path(f"{PROFIL}/vorhaben/", views.vorhaben_add, name="vorhaben_add"),
    path("kennzahlen/<int:pk>/aendern/", views.kennzahl_change, name="kennzahl_change"),
    path("kennzahlen/<int:pk>/streichen/", views.kennzahl_remove, name="kennzahl_remove"),
    path("vorhaben/<int:pk>/aendern/", views.vorhaben_change, name="vorhaben_change"),
    path("vorhaben/<int:pk>/streichen/", views.vorhaben_remove, name="vorhaben_remove"),
]
