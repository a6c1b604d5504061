from django.urls import path

from audits.views import bruecke as views

urls = [
    path("durchlaeufe/<int:pk>/uebernehmen/", views.bruecke_list, name="bruecke_list"),
    path(
        "durchlaeufe/<int:pk>/uebernehmen/<int:quelle>/",
        views.bruecke_detail,
        name="bruecke_detail",
    ),
]
