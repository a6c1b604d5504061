from django.urls import path

from handlungsfelder.views import entwurf, phasehelp, table, version

UP, DOWN = {"up": True}, {"up": False}
ONE = "werkstatt/entwuerfe/<int:pk>/"
ROW = f"{ONE}teile/<slug:slug>/<int:number>/"
PHASE = f"{ONE}teile/phasen/<int:number>/bedingungen/"
GATE = f"{PHASE}<int:gate>/"
VERSION = "werkstatt/versionen/<int:pk>/"

urls = [
    path("werkstatt/", entwurf.entwurf_list, name="entwurf_list"),
    path("werkstatt/neu/", entwurf.entwurf_create, name="entwurf_create"),
    path("werkstatt/importieren/", entwurf.entwurf_import, name="entwurf_import"),
    path("werkstatt/versionen/", version.version_list, name="version_list"),
    path(f"{VERSION}kopieren/", version.version_copy, name="version_copy"),
    path(f"{VERSION}datei/", version.version_export, name="version_export"),
    path(f"{VERSION}vergleich/", version.version_compare, name="version_compare"),
    path(f"{VERSION}hilfetexte/", phasehelp.phasehelp_list, name="phasehelp_list"),
    path(f"{VERSION}hilfetexte/<int:phase>/", phasehelp.phasehelp_change, name="phasehelp_change"),
    path(ONE, entwurf.entwurf_detail, name="entwurf_detail"),
    path(f"{ONE}vorschau/", entwurf.entwurf_preview, name="entwurf_preview"),
    path(f"{ONE}vergleich/", entwurf.entwurf_compare, name="entwurf_compare"),
    path(f"{ONE}datei/", entwurf.entwurf_export, name="entwurf_export"),
    path(f"{ONE}vorlegen/", entwurf.entwurf_present, name="entwurf_present"),
    path(f"{ONE}zuruecknehmen/", entwurf.entwurf_take_back, name="entwurf_take_back"),
    path(f"{ONE}veroeffentlichen/", entwurf.entwurf_publish, name="entwurf_publish"),
    path(f"{ONE}verwerfen/", entwurf.entwurf_discard, name="entwurf_discard"),
    path(f"{ONE}teil/<slug:slug>/", table.section_change, name="section_change"),
    path(f"{ONE}teile/<slug:slug>/", table.row_list, name="row_list"),
    path(f"{ONE}teile/<slug:slug>/neu/", table.row_add, name="row_add"),
    path(ROW, table.row_change, name="row_change"),
    path(f"{ROW}hoch/", table.row_move, UP, name="row_up"),
    path(f"{ROW}runter/", table.row_move, DOWN, name="row_down"),
    path(f"{ROW}streichen/", table.row_remove, name="row_remove"),
    path(f"{PHASE}neu/", table.gate_choose, name="gate_choose"),
    path(f"{PHASE}neu/<slug:kind>/", table.gate_add, name="gate_add"),
    path(GATE, table.gate_change, name="gate_change"),
    path(f"{GATE}hoch/", table.gate_move, UP, name="gate_up"),
    path(f"{GATE}runter/", table.gate_move, DOWN, name="gate_down"),
    path(f"{GATE}streichen/", table.gate_remove, name="gate_remove"),
]
