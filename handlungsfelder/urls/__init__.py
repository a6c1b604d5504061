"""The doors of this room: one list a noun."""

from handlungsfelder.urls import verfahren

app_name = "handlungsfelder"
urlpatterns = [
    *verfahren.urls,
]
