from django.urls import path

from kartei.inbox import views

app_name = "inbox"
urlpatterns = [path("mail/", views.mail_files, name="mail-files")]
