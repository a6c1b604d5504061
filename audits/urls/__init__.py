"""The doors of this room: one list a noun."""

from audits.urls import (
    begutachtung,
    berufung,
    beschluss,
    bestandsaufnahme,
    cycle,
    document,
    fassung,
    goal,
    jahresbericht,
    reminder,
    thema,
    veranstaltung,
    vermerk,
    zustimmung,
)

app_name = "audits"
urlpatterns = [
    *cycle.urls,
    *berufung.urls,
    *vermerk.urls,
    *beschluss.urls,
    *document.urls,
    *bestandsaufnahme.urls,
    *veranstaltung.urls,
    *goal.urls,
    *fassung.urls,
    *begutachtung.urls,
    *jahresbericht.urls,
    *reminder.urls,
    *thema.urls,
    *zustimmung.urls,
]
