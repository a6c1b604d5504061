"""Measures every page of the main path on databases of its own, which are gone afterwards."""

from argparse import SUPPRESS
from pathlib import Path

from django.core.management.base import BaseCommand

from certificates.bench import data, run


class Command(BaseCommand):
    help = "Misst die Geschwindigkeit jeder Seite im Verhältnis zur Grundseite."
    requires_system_checks = []

    def add_arguments(self, parser):
        wish = run.Wish()
        parser.add_argument("--rounds", type=int, default=wish.rounds)
        parser.add_argument("--seconds", type=float, default=wish.seconds, help="je Seite")
        parser.add_argument("--audits", type=int, default=wish.audits)
        parser.add_argument("--only", default=wish.only, help="Teil des Namens der Seiten")
        # What the command asks of processes of its own, each with a database of its own.
        parser.add_argument("--replay", action="store_true", help=SUPPRESS)
        parser.add_argument("--prepare", type=Path, help=SUPPRESS)

    def handle(self, *, rounds, seconds, audits, only, replay, prepare, **options):
        if replay:
            data.replay()
        elif prepare:
            run.prepare(audits, prepare)
        else:
            run.bench(run.Wish(rounds, seconds, audits, only), self.stdout.write)
