"""What there was before anybody had to ask was granted on the day on which it was written down."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("auditportal", "0006_betreuung_is_granted")]

    operations = [
        migrations.RunSQL(
            "update auditportal_betreuung set granted_at = recorded_at",
            migrations.RunSQL.noop,
            elidable=True,
        )
    ]
