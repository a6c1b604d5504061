"""What was issued is never rendered a second time: the database refuses to change or delete it."""

from django.db import migrations

FREEZE = """
create trigger frozen before update or delete on certificates_zertifikat
  for each row execute function auditportal_refuse();
"""
THAW = "drop trigger frozen on certificates_zertifikat;"


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_initial"),
        ("auditportal", "0002_frozen"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
