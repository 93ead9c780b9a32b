// Says that somebody types, and shows who else does. It asks only after the person has done something, so that a page left alone lets
// its session end; the page works the same without it.
(function () {
  "use strict";
  var EVERY = 30 * 1000;
  var shown = document.querySelector("[data-writing]");
  var carried = document.querySelectorAll("main input[name=csrfmiddlewaretoken], main input[name=sent_for]");
  if (!shown || !carried.length) return;
  var typed = false;
  var active = false;
  var last = 0;

  function ask() {
    if (!active || document.hidden || Date.now() - last < EVERY) return;
    var told = new FormData();
    carried.forEach(function (input) {
      told.set(input.name, input.value);
    });
    if (typed) told.set("writes", "on");
    typed = active = false;
    last = Date.now();
    fetch(shown.dataset.writing, { method: "POST", body: told, redirect: "error" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (words) {
        shown.textContent = words;
        shown.hidden = !words;
      })
      .catch(function () {});
  }

  ["keydown", "pointerdown", "scroll"].forEach(function (name) {
    document.addEventListener(name, function () {
      active = true;
    });
  });
  document.addEventListener("input", function (event) {
    if (!event.target.matches("textarea")) return;
    typed = active = true;
    ask();
  });
  window.setInterval(ask, 5000);
})();
