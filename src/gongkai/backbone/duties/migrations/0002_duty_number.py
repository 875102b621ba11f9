from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="number",
            field=models.CharField(default="", max_length=20, unique=True),
            preserve_default=False,
        )
    ]
