"""The doors of this room: one list a noun."""

from audits.urls import (
    begutachtung,
    berufung,
    beschluss,
    bestandsaufnahme,
    bruecke,
    cycle,
    document,
    fassung,
    goal,
    jahresbericht,
    profil,
    quartier,
    reminder,
    thema,
    uebernahme,
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
    *bruecke.urls,
    *fassung.urls,
    *begutachtung.urls,
    *jahresbericht.urls,
    *profil.urls,
    *quartier.urls,
    *reminder.urls,
    *thema.urls,
    *uebernahme.urls,
    *zustimmung.urls,
]
