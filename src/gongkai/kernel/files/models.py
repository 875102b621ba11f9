from django.db import models


class StoredFile(models.Model):
    """A file held by the storage under the SHA-256 of its content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "files_stored_file"

    def __str__(self) -> str:
        return self.sha256
