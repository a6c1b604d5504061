from django.urls import path

from certificates.views import zertifikat

app_name = "certificates"
urlpatterns = [
    path("", zertifikat.certificate_list, name="certificate_list"),
    path("ausstellen/<int:pk>/", zertifikat.zertifikat_issue, name="zertifikat_issue"),
    path("ausstellen/<int:pk>/entwurf/", zertifikat.zertifikat_preview, name="zertifikat_preview"),
    path("<int:pk>/", zertifikat.zertifikat_detail, name="zertifikat_detail"),
    path("<int:pk>/urkunde/", zertifikat.zertifikat_urkunde, name="zertifikat_urkunde"),
    path("<int:pk>/ruhen/", zertifikat.zertifikat_suspend, name="zertifikat_suspend"),
    path("<int:pk>/gilt-wieder/", zertifikat.zertifikat_resume, name="zertifikat_resume"),
    path("<int:pk>/entziehen/", zertifikat.zertifikat_withdraw, name="zertifikat_withdraw"),
    path("pruefen/<str:token>/", zertifikat.zertifikat_check, name="zertifikat_check"),
    path(
        "pruefen/<str:token>/vergleichen/", zertifikat.zertifikat_compare, name="zertifikat_compare"
    ),
]
