from django.urls import path

from audits.views import vermerk as views

urls = [
    path("phasen/<int:pk>/vermerk/<int:gate>/", views.vermerk_note, name="vermerk_note"),
]
