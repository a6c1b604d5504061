from django.urls import path, register_converter

from audits.models import Topic
from audits.views import beschluss as views

GERMAN = {Topic.PARTICIPATION: "teilnahme", Topic.AGREEMENT: "ziele"}


class TopicConverter:
    """The topic as people read it in the address."""

    regex = "|".join(GERMAN.values())

    def to_python(self, value):
        return next(topic for topic, word in GERMAN.items() if word == value)

    def to_url(self, value):
        return GERMAN[Topic(value)]


register_converter(TopicConverter, "topic")

urls = [
    path("phasen/<int:pk>/beschluss/<topic:topic>/", views.beschluss_enter, name="beschluss_enter"),
    path("durchlaeufe/<int:pk>/beschluesse/", views.beschluss_list, name="beschluss_list"),
    path("beschluesse/<int:pk>/", views.beschluss_detail, name="beschluss_detail"),
    path("beschluesse/<int:pk>/bestaetigen/", views.beschluss_confirm, name="beschluss_confirm"),
    path("beschluesse/<int:pk>/auszug/", views.beschluss_attach, name="beschluss_attach"),
]
