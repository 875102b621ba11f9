from django.db import models


class Counter(models.Model):
    """The last number issued in a series, such as the index numbers of one organ in one year."""

    name = models.CharField(max_length=120, primary_key=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "numbers_counter"
        constraints = (models.CheckConstraint(condition=models.Q(value__gte=0), name="counter_not_negative"),)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
