from django.urls import path

from audits.views import berufung as views

urls = [
    path("durchlaeufe/<int:pk>/berufungen/", views.berufung_list, name="berufung_list"),
    path(
        "durchlaeufe/<int:pk>/berufungen/<str:function>/",
        views.berufung_appoint,
        name="berufung_appoint",
    ),
    path("berufungen/<int:pk>/erklaeren/", views.berufung_declare, name="berufung_declare"),
    path("berufungen/<int:pk>/zuruecktreten/", views.berufung_step_back, name="berufung_step_back"),
    path("berufungen/<int:pk>/beenden/", views.berufung_dismiss, name="berufung_dismiss"),
]
