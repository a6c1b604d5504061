from django.urls import path

from audits.views import angebot as views

urls = [
    path("durchlaeufe/<int:pk>/angebote/", views.angebot_list, name="angebot_list"),
    path("durchlaeufe/<int:pk>/angebote/neu/", views.angebot_offer, name="angebot_offer"),
    path("angebote/", views.angebot_inbox, name="angebot_inbox"),
    path("angebote/<int:pk>/", views.angebot_answer, name="angebot_answer"),
    path("angebote/<int:pk>/zuruecknehmen/", views.angebot_withdraw, name="angebot_withdraw"),
]
