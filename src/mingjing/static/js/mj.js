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
  // What could not be answered in place is sent as a browser sends it: the page that
  // follows says what happened, and the way back still has what was typed.
  ["htmx:sendError", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (event.detail.elt.submit) event.detail.elt.submit();
    });
  });
  // A form that took another's place: the reader's eye and keyboard go on in it.
  document.addEventListener("htmx:afterSwap", function (event) {
    var next = event.target.querySelector("[aria-invalid=true], .mj-found button, button");
    if (next) next.focus();
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
