from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auditportal", "0002_frozen"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind"], name="organisation_by_kind"),
        ),
    ]
