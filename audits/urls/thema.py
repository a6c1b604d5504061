from django.urls import path

from audits.views import thema as views

THEMA = "durchlaeufe/<int:pk>/themen/<slug:feld>"

urls = [
    path("durchlaeufe/<int:pk>/themen/", views.thema_list, name="thema_list"),
    path(f"{THEMA}/waehlen/", views.thema_choose, name="thema_choose"),
    path(f"{THEMA}/", views.thema_describe, name="thema_describe"),
    path(f"{THEMA}/hoch/", views.thema_move, {"up": True}, name="thema_up"),
    path(f"{THEMA}/runter/", views.thema_move, {"up": False}, name="thema_down"),
    path(f"{THEMA}/abwaehlen/", views.thema_drop, name="thema_drop"),
]
