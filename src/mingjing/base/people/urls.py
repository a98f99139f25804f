"""Paths of this room."""

from django.urls import path

from mingjing.base.people.views import persons, posts, register, units

app_name = "people"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="add-unit"),
    path("units/export/", register.export, name="export"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", units.edit_unit, name="edit-unit"),
    path("units/<int:pk>/end/", units.end_unit, name="end-unit"),
    path("units/<int:pk>/posts/add/", posts.add_post, name="add-post"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("posts/<int:pk>/hand-over/", posts.hand_over, name="hand-over"),
    path("appointments/<int:pk>/end/", posts.end_appointment, name="end-appointment"),
    path("persons/", persons.persons, name="persons"),
    path("persons/add/", persons.add_person, name="add-person"),
    path("persons/<int:pk>/", persons.person, name="person"),
    path("persons/<int:pk>/edit/", persons.edit_person, name="edit-person"),
    path("persons/<int:pk>/close/", persons.deactivate_person, name="deactivate"),
    path("persons/<int:pk>/password/", persons.issue_password, name="issue-password"),
    path("persons/<int:pk>/factor/", persons.ask_factor_reset, name="ask-factor-reset"),
    path(
        "factor-resets/<int:pk>/confirm/",
        persons.confirm_factor_reset,
        name="confirm-factor-reset",
    ),
    path("import/", register.import_register, name="import"),
    path("import/template/", register.template, name="template"),
]
