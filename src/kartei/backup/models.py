"""What became of each night's backup. It belongs to the instance and holds nothing of any practice."""

from django.db import models

from kartei.db.keys import uuid7


class NightlyBackup(models.Model):
    """One run: made, restored aside, compared. `ended_at` stays empty when it was cut off."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ok = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)  # a faults.Reason
    detail = models.TextField(blank=True)  # what exactly, for whoever runs the server
    size = models.BigIntegerField(default=0)  # bytes of the backup
    rows = models.BigIntegerField(default=0)
    files = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-began_at"], name="nightly_began")]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"
