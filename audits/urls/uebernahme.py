from django.urls import path

from audits.views import uebernahme as views

urls = [
    path("durchlaeufe/<int:pk>/bilanz/", views.bilanz, name="bilanz"),
]
