from django.urls import path

from audits.views import leiter as views

urls = [path("organisationen/<int:pk>/leiter/", views.leiter_detail, name="leiter_detail")]
