from django.urls import path

from handlungsfelder.views import programm as views

urls = [
    path("programme/", views.programm_list, name="programm_list"),
    path("programme/neu/", views.programm_create, name="programm_create"),
    path("programme/<int:pk>/aendern/", views.programm_change, name="programm_change"),
]
