// Keeps each answer of a list as soon as it is given, so that nothing is lost when somebody leaves the page. The page works the same without it.
(function () {
  "use strict";
  var form = document.querySelector("form[data-kept-as-typed]");
  if (!form) return;
  var told = form.querySelector("[data-kept]");
  var seen = form.querySelector("input[name=seen]");
  var after = Promise.resolve();

  function keep(section) {
    var key = section.dataset.question;
    var given = new FormData();
    ["csrfmiddlewaretoken", "sent_for", "seen"].forEach(function (name) {
      var carried = form.querySelector("input[name=" + name + "]");
      if (carried) given.append(name, carried.value);
    });
    new FormData(form).forEach(function (value, name) {
      if (name === key || name.indexOf(key + "-") === 0) given.append(name, value);
    });
    return fetch(form.dataset.keptAsTyped.replace(/\/0\/$/, "/" + key + "/"), {
      method: "POST",
      body: given,
      redirect: "error",
      headers: { "X-Kept-As-Typed": "1" },
    })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (words) {
        var revision = /^Kept: (\d+)$/.exec(words);
        if (revision) seen.value = revision[1];
        told.textContent = revision ? "Your answer is kept." : "That answer is not kept yet. Press Save.";
        told.hidden = false;
      })
      .catch(function () {
        told.textContent = "That answer is not kept yet. Press Save.";
        told.hidden = false;
      });
  }

  form.addEventListener("change", function (event) {
    var section = event.target.closest("[data-question]");
    if (!section) return;
    after = after.then(function () {
      return keep(section);
    });
  });
})();
