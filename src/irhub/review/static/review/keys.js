// Keys for the answers of the pair page. A key presses the button that bears it; the page works the same without.
(function () {
  "use strict";
  var OFF = "irhub-review-keys-off";
  var hint = document.querySelector("[data-shortcuts]");
  var switcher = document.querySelector("[data-shortcuts-switch]");
  if (!hint || !switcher) return;

  function off() {
    try {
      return window.localStorage.getItem(OFF) === "1";
    } catch (refused) {
      return false;
    }
  }

  function tell() {
    switcher.textContent = off() ? "Turn keys on" : "Turn keys off";
  }

  switcher.addEventListener("click", function () {
    try {
      window.localStorage.setItem(OFF, off() ? "0" : "1");
    } catch (refused) {
      switcher.remove();
    }
    tell();
  });

  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (off() || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    var button = document.querySelector('button[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!button || button.disabled) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });

  // One answer for one press: a second one would answer the next pair unseen.
  document.addEventListener("submit", function (event) {
    if (document.body.dataset.sent) event.preventDefault();
    document.body.dataset.sent = "1";
  });
  window.addEventListener("pageshow", function () {
    delete document.body.dataset.sent;
  });

  hint.hidden = false;
  tell();
})();
