from django.urls import path

from kartei.help.views import reading, writing

app_name = "help"

urlpatterns = [
    path("", reading.start, name="handbook"),
    path("search/", reading.search, name="search"),
    path("articles/<slug:article_name>/", reading.read, name="article"),
    path("pages/<str:page_name>/", reading.page_article, name="page"),
    path("tickets/", writing.own_tickets, name="tickets"),
    path("tickets/new/", writing.new_ticket, name="new-ticket"),
    path("tickets/<uuid:ticket_id>/", writing.ticket, name="ticket"),
    path("tickets/<uuid:ticket_id>/replies/", writing.replies, name="replies"),
    path("tickets/<uuid:ticket_id>/state/", writing.state, name="state"),
    path("tickets/<uuid:ticket_id>/reading/", writing.reading, name="reading"),
    path("tickets/<uuid:ticket_id>/pictures/<uuid:message_id>/", writing.picture, name="picture"),
]
