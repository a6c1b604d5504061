from django.urls import path

from audits.views import reminder as views

urls = [
    path("durchlaeufe/<int:pk>/erinnerungen/", views.reminder_list, name="reminder_list"),
]
