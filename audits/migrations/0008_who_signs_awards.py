"""That an outcome is awarded is the task of those who sign for the Träger; stored tasks said more."""

from django.db import migrations

WHO_SIGNS = """
update audits_task set "right" = 'sign', party = 'traeger' from handlungsfelder_gate
where handlungsfelder_gate.id = audits_task.gate_id and handlungsfelder_gate.kind = 'award';
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0007_lines_and_days"), ("handlungsfelder", "0002_frozen")]

    operations = [migrations.RunSQL(WHO_SIGNS, migrations.RunSQL.noop)]
