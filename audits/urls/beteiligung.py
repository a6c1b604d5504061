from django.urls import path

from audits.views import beteiligung as views

urls = [
    path("durchlaeufe/<int:pk>/beteiligte/", views.beteiligung_list, name="beteiligung_list"),
    path(
        "durchlaeufe/<int:pk>/beteiligte/<int:organisation>/einladen/",
        views.beteiligung_invite,
        name="beteiligung_invite",
    ),
    path(
        "durchlaeufe/<int:pk>/beteiligte/<int:party>/entlassen/",
        views.beteiligung_release,
        name="beteiligung_release",
    ),
]
