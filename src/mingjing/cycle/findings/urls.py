from django.urls import path

from mingjing.cycle.findings.views import answering, lists, opening

app_name = "findings"
urlpatterns = [
    path("", lists.finding_list, name="list"),
    path("loop/", lists.loop, name="loop"),
    path("categories/", lists.categories, name="categories"),
    path("new/", opening.open_finding, name="open-finding"),
    path("own/", opening.report_own, name="report-own"),
    path("<int:pk>/", lists.finding, name="finding"),
    path("<int:pk>/edit/", opening.edit_finding, name="edit-finding"),
    path("<int:pk>/notify/", opening.notify_finding, name="notify-finding"),
    path("<int:pk>/withdraw/", opening.withdraw_finding, name="withdraw-finding"),
    path("<int:pk>/merge/", opening.merge_finding, name="merge-finding"),
    path("<int:pk>/reply/", answering.reply_to_finding, name="reply-to-finding"),
    path("<int:pk>/confirm/", answering.confirm_finding, name="confirm-finding"),
    path("<int:pk>/cure/", answering.write_cure, name="write-cure"),
    path("<int:pk>/cure/start/", answering.start_cure, name="start-cure"),
    path("<int:pk>/cure/redo/", answering.redo_cure, name="redo-cure"),
    path("<int:pk>/sign-off/", answering.sign_off, name="sign-off"),
]
