from django.urls import path

from mingjing.cycle.inspection.views import door, draws, inspections, programmes

app_name = "inspection"
urlpatterns = [
    path("", inspections.inspection_list, name="list"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.draft_programme, name="draft-programme"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/submit/", programmes.submit_programme, name="submit-programme"),
    path("programmes/<int:pk>/approve/", programmes.approve_programme, name="approve-programme"),
    path("programmes/<int:pk>/return/", programmes.return_programme, name="return-programme"),
    path("programmes/<int:pk>/amend/", programmes.amend_programme, name="amend-programme"),
    path("programmes/<int:pk>/propose/", programmes.propose_inspection, name="propose-inspection"),
    path("door/", door.door, name="door"),
    path("c/<str:code>/", door.code, name="code"),
    path("refuse/", door.refuse_visit, name="refuse-visit"),
    path("refusals/", door.refusals, name="refusals"),
    path("drawing.py", draws.program, name="drawing-program"),
    path("draws/<int:pk>/", draws.draw, name="draw"),
    path("draws/<int:pk>/record.json", draws.record, name="draw-record"),
    path("draws/<int:pk>/answer/", draws.answer_draw, name="answer-draw"),
    path("draws/<int:pk>/reveal/", draws.reveal_draw, name="reveal-draw"),
    path("draws/<int:pk>/abandon/", draws.abandon_draw, name="abandon-draw"),
    path("visits/<int:pk>/sheet/", inspections.sheet, name="sheet"),
    path("visits/<int:pk>/note/", inspections.leave_help_note, name="leave-help-note"),
    path("visits/<int:pk>/agree/", inspections.agree_to_conclusion, name="agree-to-conclusion"),
    path("<int:pk>/", inspections.inspection, name="inspection"),
    path("<int:pk>/edit/", programmes.edit_inspection, name="edit-inspection"),
    path("<int:pk>/drop/", inspections.drop_inspection, name="drop-inspection"),
    path("<int:pk>/notify/", inspections.notify_units, name="notify-units"),
    path("<int:pk>/draw/", draws.commit_draw, name="commit-draw"),
    path("<int:pk>/conclude/", inspections.draft_conclusion, name="draft-conclusion"),
    path("<int:pk>/feed-back/", inspections.feed_back, name="feed-back"),
    path("<int:pk>/finish/", inspections.finish_inspection, name="finish-inspection"),
    path("<int:pk>/close/", inspections.close_inspection, name="close-inspection"),
]  # fmt: skip
