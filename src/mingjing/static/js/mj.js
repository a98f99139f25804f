// Only comfort: every page works without this file.
(function () {
  "use strict";
  // A second click sends nothing: the button says so until the answer is there.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });
  // One box for all: ticks or clears every box of that name in its form.
  document.querySelectorAll("[data-all]").forEach(function (label) {
    var box = label.querySelector("input");
    label.hidden = false;
    box.addEventListener("change", function () {
      var all = "input[name='" + label.dataset.all + "']";
      label.closest("form").querySelectorAll(all).forEach(function (one) {
        one.checked = box.checked;
      });
    });
  });
})();
