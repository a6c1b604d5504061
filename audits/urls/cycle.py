from django.urls import path

from audits.views import cycle as views

urls = [
    path("", views.task_list, name="task_list"),
    path("durchlaeufe/", views.cycle_list, name="cycle_list"),
    path("durchlaeufe/neu/", views.cycle_start, name="cycle_start"),
    path("durchlaeufe/<int:pk>/", views.cycle_detail, name="cycle_detail"),
    path("durchlaeufe/<int:pk>/verlauf/", views.cycle_history, name="cycle_history"),
    path("durchlaeufe/<int:pk>/kontakt/", views.cycle_contact, name="cycle_contact"),
    path("durchlaeufe/<int:pk>/abbrechen/", views.cycle_stop, name="cycle_stop"),
    path("phasen/<int:pk>/", views.run_detail, name="run_detail"),
    path("phasen/<int:pk>/weiter/", views.run_advance, name="run_advance"),
]
