"""What was recorded stays: the database refuses to change or delete it, whoever asks."""

from django.db import migrations

REFUSE = """
create function auditportal_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'frozen: % on % is refused', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger frozen before update or delete on auditportal_organisationevent
  for each row execute function auditportal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("auditportal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            REFUSE,
            """
            drop trigger frozen on auditportal_organisationevent;
            drop function auditportal_refuse();
            """,
        )
    ]
