"""What a server needs before it serves, and what a release must not forget."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from auditportal import checks
from auditportal.hashers import Argon2id
from auditportal.machine import processes


@pytest.mark.django_db
def test_models_and_migrations_agree():
    """Raises SystemExit where a migration is missing."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_production_settings_pass_every_deploy_check(fresh_database, cloned, tmp_path):
    production = {
        "PUBLIC_URL": "https://portal.example",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "TRUSTED_PROXIES": "1",
        "AUDITPORTAL_STATE": str(tmp_path),
    }
    environment = {"PATH": os.environ["PATH"]} | cloned.environment(fresh_database) | production

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("is_demo", "is_https", "found"),
    [(True, True, ["auditportal.E003"]), (True, False, []), (False, True, [])],
)
def test_a_demo_at_a_public_address_is_found(settings, is_demo, is_https, found):
    settings.DEMO, settings.IS_HTTPS = is_demo, is_https

    assert [message.id for message in checks.no_demo_in_public()] == found


@pytest.mark.django_db
def test_a_modest_role_passes_the_check():
    assert checks.application_role() == []


def test_a_role_that_owns_the_tables_is_found(fresh_database, cloned):
    with cloned.as_owner():
        found = checks.application_role()

    assert [message.id for message in found] == ["auditportal.E001"]


def test_a_password_costs_what_owasp_asks_for():
    encoded = Argon2id().encode("ein langes Kennwort", "saltsaltsalt")

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.django_db
def test_the_pool_of_the_tests_is_the_one_of_production():
    assert connection.settings_dict["OPTIONS"]["pool"]["max_size"] == processes.THREADS
