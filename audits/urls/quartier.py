from django.urls import path

from audits.views import quartier as views

urls = [
    path("durchlaeufe/<int:pk>/quartier/", views.quartier_detail, name="quartier_detail"),
    path(
        "durchlaeufe/<int:pk>/quartier/bearbeiten/", views.quartier_change, name="quartier_change"
    ),
]
