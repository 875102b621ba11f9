from django.db import migrations


class Migration(migrations.Migration):
    """The key is no longer kept: it is made of the seed and the secret key. An authenticator set up before is reset."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RenameField("person", "totp_secret", "totp_seed")]
