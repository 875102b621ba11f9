from django.db import migrations, models

from gongkai.kernel.database.plain import PlainEncoder

TEXTS = {"document": dict, "outline": list, "evidence": dict}


class Migration(migrations.Migration):
    """Texts are written as they are from now on; the columns stay as they were, and so does what stands in them."""

    dependencies = [("records", "0006_desk_indexes")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("record", name, models.JSONField(default=empty, encoder=PlainEncoder))
                for name, empty in TEXTS.items()
            ]
        )
    ]
