from django.urls import path

from audits.views import white_spot, zuordnung

urls = [
    path("ziele/<int:pk>/bezuege/", zuordnung.goal_assign, name="goal_assign"),
    path("massnahmen/<int:pk>/bezuege/", zuordnung.measure_assign, name="measure_assign"),
    path("durchlaeufe/<int:pk>/weisse-flecken/", white_spot.white_spots, name="white_spots"),
    path("weisse-flecken/", white_spot.white_spot_list, name="white_spot_list"),
]
