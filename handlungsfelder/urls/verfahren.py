from django.urls import path

from handlungsfelder.views import verfahren as views

urls = [
    path("verfahren/", views.verfahren_list, name="verfahren_list"),
    path("verfahren/<int:pk>/", views.verfahren_detail, name="verfahren_detail"),
]
