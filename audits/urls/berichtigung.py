from django.urls import path

from audits.views import berichtigung as views

KINDS = {  # by their address, the kind and the name
    "beschluesse/<int:pk>/berichtigen/": ("beschluss", "beschluss_correct"),
    "vermerke/<int:pk>/berichtigen/": ("vermerk", "vermerk_correct"),
    "unterschriften/<int:pk>/berichtigen/": ("unterschrift", "signature_correct"),
    "veranstaltungen/<int:pk>/berichtigen/": ("protokoll", "minutes_correct"),
    "freigaben/<int:pk>/zuruecknehmen/": ("freigabe", "freigabe_correct"),
    "phasen/<int:pk>/wieder-oeffnen/": ("phase", "run_correct"),
    "begutachtungen/<int:pk>/zuruecknehmen/": ("einreichung", "submission_correct"),
    "berichte/<int:pk>/zuruecknehmen/": ("bericht", "report_correct"),
}
urls = [
    path(address, views.correct, {"kind": kind}, name=name)
    for address, (kind, name) in KINDS.items()
]
