from django.urls import path

from audits.views import zustimmung as views

urls = [
    path("fassungen/<int:pk>/zustimmung/", views.zustimmung_detail, name="zustimmung_detail"),
    path(
        "fassungen/<int:pk>/zustimmung/<int:organisation>/",
        views.zustimmung_give,
        name="zustimmung_give",
    ),
]
