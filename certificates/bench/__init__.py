"""`manage.py bench`: how fast every page of the main path is, measured beside the floor page."""
