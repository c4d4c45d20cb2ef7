from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_kept_and_declared"),
    ]

    operations = [
        # Nothing of the table changes: which provision an embargo rests on is said by whoever places it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="embargo",
                    name="provision",
                    field=models.CharField(blank=True, default="", max_length=60),
                ),
            ],
        ),
    ]
