"""Paths of this room."""

from django.urls import path

from mingjing.cycle.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.plans, name="list"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/bulk/", views.move_measures, name="move-measures"),
    path("<int:pk>/end/", views.end_plan, name="end-plan"),
    path("sources/", views.sources, name="sources"),
    path("sources/import/", views.import_source, name="import"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("sources/<int:pk>/file/", views.source_file, name="source-file"),
    path("sources/<int:pk>/review/", views.review, name="review"),
    path("sources/<int:pk>/make/", views.make_plan, name="make-plan"),
    path("clauses/<int:pk>/", views.edit_clause, name="edit-clause"),
    path("clauses/<int:pk>/merge/", views.merge_clause, name="merge-clause"),
    path("clauses/<int:pk>/split/", views.split_clause, name="split-clause"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("measures/<int:pk>/edit/", views.edit_measure, name="edit-measure"),
    path(
        "measures/<int:pk>/drop/<slug:verb>/",
        views.answer_drop,
        name="answer-drop",
    ),
    path(
        "measures/<int:pk>/close/<slug:verb>/",
        views.close_measure,
        name="close-measure",
    ),
]
