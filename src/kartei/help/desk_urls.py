"""The operator's desk; it stands outside of all workspaces."""

from django.urls import path

from kartei.help.views import desk

app_name = "desk"

urlpatterns = [
    path("", desk.all_tickets, name="tickets"),
    path("<uuid:ticket_id>/", desk.ticket, name="ticket"),
    path("<uuid:ticket_id>/replies/", desk.replies, name="replies"),
    path("<uuid:ticket_id>/state/", desk.state, name="state"),
    path("<uuid:ticket_id>/reading/", desk.reading, name="reading"),
    path("<uuid:ticket_id>/pictures/<uuid:message_id>/", desk.picture, name="picture"),
]
