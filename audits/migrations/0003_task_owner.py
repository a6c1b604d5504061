"""A task repeats the Träger of its cycle, and a cycle the first day on which a task is due: one
index leads to all that waits for a Träger, and one to all that is late.

No installation runs yet: once one does, a column that must be filled comes in two releases, since
the running version does not know it.
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
update audits_task set owner_id = audits_auditcycle.owner_id
from audits_auditcycle where audits_auditcycle.id = cycle_id;
update audits_auditcycle set next_due_on =
  (select min(due_on) from audits_task where cycle_id = audits_auditcycle.id);
"""
SAME_OWNER = """
alter table audits_auditcycle add constraint audits_auditcycle_with_owner unique (id, owner_id);
alter table audits_task add constraint audits_task_owner_of_its_cycle
  foreign key (cycle_id, owner_id) references audits_auditcycle (id, owner_id)
  deferrable initially deferred;
"""
ANY_OWNER = """
alter table audits_task drop constraint audits_task_owner_of_its_cycle;
alter table audits_auditcycle drop constraint audits_auditcycle_with_owner;
"""


def owner(**about) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="auditportal.organisation",
        **about,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("auditportal", "0003_organisation_by_kind"),
        ("audits", "0002_frozen"),
    ]

    operations = [
        migrations.AddField(model_name="task", name="owner", field=owner(null=True)),
        migrations.AddField(
            model_name="auditcycle",
            name="next_due_on",
            field=models.DateField(editable=False, null=True, verbose_name="nächste Frist"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="task", name="owner", field=owner()),
        migrations.RunSQL(SAME_OWNER, ANY_OWNER),
        migrations.RemoveIndex(model_name="task", name="task_by_party"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["owner", "party", "due_on", "id"],
                include=["right", "organisation", "assignee", "waits_for"],
                name="task_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="auditcycle",
            index=models.Index(
                condition=models.Q(ended_on__isnull=True),
                fields=["owner", "next_due_on"],
                name="cycle_running_by_owner",
            ),
        ),
    ]
