from django.urls import path

from audits.views import document as views

urls = [
    path("phasen/<int:pk>/dokument/<slug:code>/", views.document_add, name="document_add"),
    path("durchlaeufe/<int:pk>/dokumente/", views.document_list, name="document_list"),
    path("durchlaeufe/<int:pk>/dokumente/neu/", views.document_add_free, name="document_add_free"),
    path("dokumente/<int:pk>/", views.document_detail, name="document_detail"),
    path("dokumente/<int:pk>/datei/", views.document_download, name="document_download"),
    path("dokumente/<int:pk>/ersetzen/", views.document_replace, name="document_replace"),
    path(
        "dokumente/<int:pk>/unterschrift/<int:organisation>/",
        views.document_sign,
        name="document_sign",
    ),
    path("dokumente/<int:pk>/freigeben/", views.document_release, name="document_release"),
]
