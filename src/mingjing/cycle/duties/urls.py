from django.urls import path

from mingjing.cycle.duties.views import drafts, dues, duties, legal

app_name = "duties"
urlpatterns = [
    path("", duties.duty_list, name="list"),
    path("new/", drafts.draft_duty, name="draft-duty"),
    path("legal/", legal.legal_facts, name="legal"),
    path("legal/<str:fact>/", legal.draft_legal, name="draft-legal"),
    path("offers/", drafts.offers, name="offers"),
    path("offers/offer/", drafts.offer_duties, name="offer-duties"),
    path("offers/draft/", drafts.draft_from_plan, name="draft-from-plan"),
    path("load/", drafts.load, name="load"),
    path("moves/", drafts.moves, name="moves"),
    path("<int:pk>/", duties.duty, name="duty"),
    path("<int:pk>/edit/", drafts.edit_duty, name="edit-duty"),
    path("<int:pk>/accept/", duties.accept_duty, name="accept-duty"),
    path("<int:pk>/object/", duties.object_to_duty, name="object-to-duty"),
    path("<int:pk>/end/", duties.end_duty, name="end-duty"),
    path("due/<int:pk>/", dues.due, name="due"),
    path("due/<int:pk>/extend/", dues.ask_extension, name="ask-extension"),
    path("due/<int:pk>/support/", dues.call_for_support, name="call-for-support"),
    path("due/<int:pk>/waive/", dues.waive_due, name="waive-due"),
    path("due/<int:pk>/void/", dues.void_due, name="void-due"),
    path("extension/<int:pk>/", dues.decide_extension, name="decide-extension"),
    path(
        "extension/<int:pk>/withdraw/",
        dues.withdraw_extension,
        name="withdraw-extension",
    ),
    path("support/<int:pk>/", dues.answer_support, name="answer-support"),
    path(
        "support/<int:pk>/withdraw/",
        dues.withdraw_support_call,
        name="withdraw-support-call",
    ),
]
