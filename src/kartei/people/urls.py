from django.urls import URLPattern, path

from kartei.people.views import (
    activity,
    archiving,
    board,
    bulk,
    caseload,
    conversion,
    creation,
    disclosures,
    duplicates,
    exports,
    fields,
    head,
    imports,
    lists,
    menus,
    merging,
    personal,
    photos,
    relation_types,
    relationships,
    saved_views,
    tasks,
    vocabulary,
)

app_name = "people"

CLIENT, CONTACT = {"is_client": True}, {"is_client": False}


def _relationships(base: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """The tab „Beziehungen“ and its dialogs, below a client and below a contact."""
    base = f"{base}/<uuid:person_id>/relationships/"
    one = f"{base}<uuid:relationship_id>/"
    return [
        path(base, relationships.relationships, whose, name=f"{prefix}-relationships"),
        path(f"{base}new/", relationships.new_relationship, whose, name=f"{prefix}-relationship-new"),
        path(f"{base}new/person/", relationships.new_relative, whose, name=f"{prefix}-relationship-person"),
        path(f"{base}search/", relationships.search, whose, name=f"{prefix}-relationship-search"),
        path(f"{base}hints/", relationships.hints, whose, name=f"{prefix}-relationship-hints"),
        path(f"{base}reversal/", relationships.reversal, whose, name=f"{prefix}-relationship-reversal"),
        path(one, relationships.relationship, whose, name=f"{prefix}-relationship"),
        path(f"{one}deletion/", relationships.deletion, whose, name=f"{prefix}-relationship-deletion"),
        *_disclosures(one, f"{prefix}-relationship", whose),
    ]


def _disclosures(one: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """What may be told of a client by one relation."""
    release = f"{one}releases/<uuid:release_id>/"
    return [
        path(f"{one}sharing/", disclosures.sharing, whose, name=f"{prefix}-sharing"),
        path(f"{one}releases/", disclosures.releases, whose, name=f"{prefix}-releases"),
        path(f"{one}releases/new/", disclosures.new_release, whose, name=f"{prefix}-release-new"),
        path(release, disclosures.release, whose, name=f"{prefix}-release"),
        path(f"{release}deletion/", disclosures.release_deletion, whose, name=f"{prefix}-release-deletion"),
        path(
            f"{one}disclosure/reversal/", disclosures.disclosure_reversal, whose, name=f"{prefix}-disclosure-reversal"
        ),
    ]


def _archive(base: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """The menu of a row; into the archive or the trash, and back: below a client and below a contact."""
    base = f"{base}/<uuid:person_id>/"
    return [
        path(f"{base}menu/", menus.menu, whose, name=f"{prefix}-menu"),
        path(f"{base}archival/", archiving.archival, whose, name=f"{prefix}-archival"),
        path(f"{base}restoration/", archiving.restoration, whose, name=f"{prefix}-restoration"),
        path(f"{base}deletion/", archiving.deletion, whose, name=f"{prefix}-deletion"),
    ]


def _photo(base: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """The photo of a client and of a contact."""
    base = f"{base}/<uuid:person_id>/photo/"
    return [
        path(base, photos.photo, whose, name=f"{prefix}-photo"),
        path(f"{base}removal/", photos.removal, whose, name=f"{prefix}-photo-removal"),
        path(f"{base}restoration/", photos.restoration, whose, name=f"{prefix}-photo-restoration"),
        path(f"{base}<uuid:photo_id>/<slug:size>/", photos.picture, whose, name=f"{prefix}-picture"),
    ]


def _merging(base: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """„Zusammenführen mit …“, below a client and below a contact."""
    base = f"{base}/<uuid:person_id>/merge/"
    return [
        path(base, merging.choosing, whose, name=f"{prefix}-merge-with"),
        path(f"{base}search/", merging.search, whose, name=f"{prefix}-merge-search"),
        path(f"{base}<uuid:other_id>/", merging.merging, whose, name=f"{prefix}-merge"),
    ]


def _list(base: str, prefix: str, whose: dict[str, bool]) -> list[URLPattern]:
    """What can be done with a list as it is shown."""
    return [
        path(f"{base}/csv/", exports.csv, whose, name=f"{prefix}-csv"),
        path(f"{base}/xlsx/", exports.xlsx, whose, name=f"{prefix}-xlsx"),
        path(f"{base}/print/", exports.paper, whose, name=f"{prefix}-print"),
        path(f"{base}/views/new/", saved_views.new_view, whose, name=f"{prefix}-new-view"),
    ]


urlpatterns = [
    *_list("clients", "clients", CLIENT),
    *_list("contacts", "contacts", CONTACT),
    *_relationships("clients", "client", CLIENT),
    *_archive("clients", "client", CLIENT),
    *_merging("clients", "client", CLIENT),
    # before the sections of a contact, which any word could name
    *_relationships("contacts", "contact", CONTACT),
    *_archive("contacts", "contact", CONTACT),
    *_photo("clients", "client", CLIENT),
    *_photo("contacts", "contact", CONTACT),
    path("contacts/<uuid:person_id>/activity/", activity.activity, CONTACT, name="contact-activity"),
    path("contacts/<uuid:person_id>/conversion/", conversion.to_client, CONTACT, name="contact-conversion"),
    path(
        "contacts/<uuid:person_id>/conversion/reversal/", conversion.reconversion, CONTACT, name="contact-reconversion"
    ),
    *_merging("contacts", "contact", CONTACT),
    path("clients/duplicates/", duplicates.duplicates, name="duplicates"),
    path("clients/duplicates/<uuid:pair_id>/dismissal/", duplicates.dismissal, name="duplicate-dismissal"),
    path("clients/duplicates/<uuid:pair_id>/reopening/", duplicates.reopening, name="duplicate-reopening"),
    path("clients/merges/", merging.merges, name="merges"),
    path("clients/merges/<uuid:merge_id>/separation/", merging.separation, name="separation"),
    path("clients/trash/", archiving.trash, name="trash"),
    path("clients/", lists.clients, name="clients"),
    path("clients/board/", board.board, name="board"),
    path("clients/board/<uuid:status_id>/", board.cards, name="board-cards"),
    path("clients/bulk/csv/", exports.chosen, {"ending": "csv"}, name="bulk-csv"),
    path("clients/bulk/xlsx/", exports.chosen, {"ending": "xlsx"}, name="bulk-xlsx"),
    path("clients/bulk/<slug:act>/", bulk.bulk, name="bulk"),
    path("clients/bulk/acts/<uuid:bulk_id>/", bulk.bulk_act, name="bulk-act"),
    path("clients/bulk/acts/<uuid:bulk_id>/reversal/", bulk.reversal, name="bulk-reversal"),
    path("clients/search/", lists.client_search, name="client-search"),
    path("clients/new/", creation.new_client, name="new-client"),
    path("clients/new/twins/", creation.twins, name="twins"),
    path("clients/<uuid:client_id>/status/", head.status, name="status"),
    path("clients/<uuid:client_id>/moves/", menus.moves, name="moves"),
    path("clients/<uuid:person_id>/activity/", activity.activity, CLIENT, name="activity"),
    path("clients/<uuid:person_id>/conversion/", conversion.to_contact, CLIENT, name="client-conversion"),
    path("clients/<uuid:client_id>/tags/", head.tags, name="tags"),
    path("clients/<uuid:client_id>/assignments/", head.assignments, name="assignments"),
    path("clients/<uuid:person_id>/personal/", personal.personal, CLIENT, name="client-personal"),
    path("clients/<uuid:person_id>/personal/<slug:code>/", personal.section, CLIENT, name="client-section"),
    path("clients/<uuid:person_id>/personal/<slug:code>/rows/", personal.further_row, CLIENT, name="client-row"),
    path("clients/<uuid:person_id>/personal/<slug:code>/people/", personal.people, CLIENT, name="client-people"),
    path("clients/<uuid:person_id>/files/<uuid:file_id>/", personal.file, CLIENT, name="client-file"),
    path("clients/<uuid:person_id>/personal/<slug:code>/reversal/", personal.reversal, CLIENT, name="client-reversal"),
    path("contacts/", lists.contacts, name="contacts"),
    path("contacts/search/", lists.contact_search, name="contact-search"),
    path("contacts/new/", creation.new_contact, name="new-contact"),
    path("contacts/<uuid:person_id>/", personal.personal, CONTACT, name="contact"),
    path("contacts/<uuid:person_id>/<slug:code>/", personal.section, CONTACT, name="contact-section"),
    path("contacts/<uuid:person_id>/<slug:code>/rows/", personal.further_row, CONTACT, name="contact-row"),
    path("contacts/<uuid:person_id>/<slug:code>/people/", personal.people, CONTACT, name="contact-people"),
    path("contacts/<uuid:person_id>/files/<uuid:file_id>/", personal.file, CONTACT, name="contact-file"),
    path("contacts/<uuid:person_id>/<slug:code>/reversal/", personal.reversal, CONTACT, name="contact-reversal"),
    path("clients/<uuid:client_id>/tasks/new/", tasks.new_client_task, name="new-client-task"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/done/", tasks.done_tasks, name="done-tasks"),
    path("tasks/new/", tasks.new_task, name="new-task"),
    path("tasks/<uuid:task_id>/", tasks.task, name="task"),
    path("tasks/<uuid:task_id>/completion/", tasks.completion, name="task-completion"),
    path("tasks/<uuid:task_id>/reopening/", tasks.reopening, name="task-reopening"),
    path("tasks/<uuid:task_id>/deletion/", tasks.deletion, name="task-deletion"),
    path("tasks/<uuid:task_id>/restoration/", tasks.restoration, name="task-restoration"),
    path("views/<uuid:view_id>/", saved_views.view, name="view"),
    path("views/<uuid:view_id>/state/", saved_views.state, name="view-state"),
    path("views/<uuid:view_id>/choice/", saved_views.choice, name="view-choice"),
    path("views/<uuid:view_id>/deletion/", saved_views.deletion, name="view-deletion"),
    path("views/<uuid:view_id>/restoration/", saved_views.restoration, name="view-restoration"),
    path("team/<uuid:member_id>/clients/", caseload.caseload, name="member-clients"),
    path("team/<uuid:member_id>/clients/<uuid:client_id>/release/", caseload.release, name="member-client"),
    path("settings/statuses/", vocabulary.statuses, name="statuses"),
    path("settings/statuses/new/", vocabulary.new_status, name="new-status"),
    path("settings/statuses/<uuid:status_id>/", vocabulary.status_word, name="status-word"),
    path("settings/statuses/<uuid:status_id>/place/", vocabulary.status_place, name="status-place"),
    path("settings/statuses/<uuid:status_id>/removal/", vocabulary.status_removal, name="status-removal"),
    path("settings/tags/", vocabulary.tags, name="all-tags"),
    path("settings/tags/new/", vocabulary.new_tag, name="new-tag"),
    path("settings/tags/<uuid:tag_id>/", vocabulary.tag_word, name="tag-word"),
    path("settings/tags/<uuid:tag_id>/removal/", vocabulary.tag_removal, name="tag-removal"),
    path("settings/relation-types/", relation_types.types, name="relation-types"),
    path("settings/relation-types/new/", relation_types.new_type, name="new-relation-type"),
    path("settings/relation-types/<uuid:type_id>/", relation_types.type_word, name="relation-type"),
    path("settings/relation-types/<uuid:type_id>/place/", relation_types.type_place, name="relation-type-place"),
    path("settings/relation-types/<uuid:type_id>/removal/", relation_types.type_removal, name="relation-type-removal"),
    path("settings/fields/", fields.fields, name="fields"),
    path("settings/fields/new/", fields.new_field, name="new-field"),
    path("settings/fields/new/<slug:type_name>/", fields.new_field_of, name="new-field-of"),
    path("settings/fields/<uuid:field_id>/", fields.field, name="field"),
    path("settings/fields/<uuid:field_id>/place/", fields.field_place, name="field-place"),
    path("settings/fields/<uuid:field_id>/removal/", fields.field_removal, name="field-removal"),
    path("settings/fields/<uuid:field_id>/restoration/", fields.field_restoration, name="field-restoration"),
    path("settings/fields/sections/new/", fields.new_section, name="new-section"),
    path("settings/fields/sections/<uuid:section_id>/", fields.own_section, name="own-section"),
    path("settings/fields/sections/<uuid:section_id>/place/", fields.section_place, name="section-place"),
    path("settings/fields/sections/<uuid:section_id>/removal/", fields.section_removal, name="section-removal"),
    path("clients/imports/", imports.imports, name="imports"),
    path("clients/imports/new/", imports.new_import, name="new-import"),
    path("clients/imports/<uuid:import_id>/layout/", imports.import_layout, name="import-layout"),
    path("clients/imports/<uuid:import_id>/columns/", imports.import_columns, name="import-columns"),
    path("clients/imports/<uuid:import_id>/rehearsal/", imports.import_rehearsal, name="import-rehearsal"),
    path("clients/imports/<uuid:import_id>/run/", imports.import_run, name="import-run"),
    path("clients/imports/<uuid:import_id>/refused/", imports.import_refused, name="import-refused"),
    path("clients/imports/<uuid:import_id>/removal/", imports.import_removal, name="import-removal"),
]
