"""What somebody said when registering, kept until the address is confirmed."""

from django.db import models

from kartei.accounts.models import User


class Registration(models.Model):
    """The workspace that is founded once the user's address is confirmed; the row ends then, or after 7 days."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="registration")
    practice = models.CharField(max_length=200)
    profession = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.practice
