from django.urls import path

from audits.views import jahresbericht as views

urls = [
    path("berichte/<int:pk>/", views.jahresbericht_detail, name="jahresbericht_detail"),
    path(
        "berichte/<int:pk>/massnahmen/<int:measure>/",
        views.jahresbericht_entry,
        name="jahresbericht_entry",
    ),
    path(
        "berichte/<int:pk>/uebernehmen/",
        views.jahresbericht_carry_over,
        name="jahresbericht_carry_over",
    ),
    path(
        "berichte/<int:pk>/zusammenfassung/",
        views.jahresbericht_summary,
        name="jahresbericht_summary",
    ),
    path("berichte/<int:pk>/pruefen/", views.jahresbericht_check, name="jahresbericht_check"),
    path("berichte/<int:pk>/einreichen/", views.jahresbericht_submit, name="jahresbericht_submit"),
    path("berichte/<int:pk>/annehmen/", views.jahresbericht_accept, name="jahresbericht_accept"),
    path(
        "berichte/<int:pk>/zurueckgeben/",
        views.jahresbericht_give_back,
        name="jahresbericht_give_back",
    ),
]
