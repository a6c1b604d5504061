from django.urls import path

from audits.views import fassung as views

urls = [
    path("durchlaeufe/<int:pk>/fassung/pruefen/", views.agreement_check, name="agreement_check"),
    path(
        "durchlaeufe/<int:pk>/fassung/einfrieren/", views.agreement_freeze, name="agreement_freeze"
    ),
    path("fassungen/<int:pk>/", views.fassung_detail, name="fassung_detail"),
    path("fassungen/<int:pk>/pdf/", views.fassung_download, name="fassung_pdf"),
    path("fassungen/<int:pk>/text/", views.fassung_json, name="fassung_json"),
]
