from django.urls import path

from audits.views import goal as views

UP, DOWN = {"up": True}, {"up": False}

urls = [
    path("durchlaeufe/<int:pk>/ziele/", views.goal_list, name="goal_list"),
    path("durchlaeufe/<int:pk>/ziele/<slug:feld>/neu/", views.goal_add, name="goal_add"),
    path("ziele/<int:pk>/", views.goal_detail, name="goal_detail"),
    path("ziele/<int:pk>/aendern/", views.goal_change, name="goal_change"),
    path("ziele/<int:pk>/hoch/", views.goal_move, UP, name="goal_up"),
    path("ziele/<int:pk>/runter/", views.goal_move, DOWN, name="goal_down"),
    path("ziele/<int:pk>/streichen/", views.goal_remove, name="goal_remove"),
    path("ziele/<int:pk>/massnahme/", views.measure_add, name="measure_add"),
    path("massnahmen/<int:pk>/", views.measure_detail, name="measure_detail"),
    path("massnahmen/<int:pk>/aendern/", views.measure_change, name="measure_change"),
    path("massnahmen/<int:pk>/hoch/", views.measure_move, UP, name="measure_up"),
    path("massnahmen/<int:pk>/runter/", views.measure_move, DOWN, name="measure_down"),
    path("massnahmen/<int:pk>/streichen/", views.measure_remove, name="measure_remove"),
]
