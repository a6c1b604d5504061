from django.urls import path

from audits.views import beteiligung as views

urls = [
    path("durchlaeufe/<int:pk>/beteiligte/", views.beteiligung_list, name="beteiligung_list"),
    path(
        "durchlaeufe/<int:pk>/beteiligte/vorschlagen/",
        views.mitwirkung_propose,
        name="mitwirkung_propose",
    ),
    path(
        "durchlaeufe/<int:pk>/beteiligte/<int:party>/entlassen/",
        views.beteiligung_release,
        name="beteiligung_release",
    ),
    path("mitwirkungen/", views.mitwirkung_inbox, name="mitwirkung_inbox"),
    path("mitwirkungen/<int:pk>/einladen/", views.mitwirkung_give, name="mitwirkung_give"),
    path("mitwirkungen/<int:pk>/annehmen/", views.mitwirkung_accept, name="mitwirkung_accept"),
    path("mitwirkungen/<int:pk>/ablehnen/", views.mitwirkung_decline, name="mitwirkung_decline"),
]
