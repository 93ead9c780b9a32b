// Asks now and then whether a past day is worked out, and opens its page when it is. Without script a button does.
(function () {
  "use strict";
  var EVERY = 1500;
  var MOST = 60;
  var told = document.querySelector("[data-waiting]");
  if (!told) return;
  told.hidden = false;

  function ask(times) {
    if (times > MOST) {
      told.hidden = true;
      return;
    }
    window
      .fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status === 202) window.setTimeout(ask, EVERY, times + 1);
        else window.location.reload();
      })
      .catch(function () {
        window.setTimeout(ask, EVERY, times + 1);
      });
  }

  window.setTimeout(ask, EVERY, 1);
})();
