"""The doors of this room: one list a noun."""

from handlungsfelder.urls import entwurf, programm, verfahren

app_name = "handlungsfelder"
urlpatterns = [
    *verfahren.urls,
    *entwurf.urls,
    *programm.urls,
]
