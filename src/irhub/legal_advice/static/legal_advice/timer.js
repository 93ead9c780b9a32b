// Lets the minute of a running call go on where the page shows it. The hub keeps the time: without script a reload shows the same.
(function () {
  "use strict";
  var timer = document.querySelector("[data-timer]");
  if (!timer) return;
  var minute = timer.querySelector("[data-minutes]");
  var warning = timer.querySelector("[data-warning]");
  var warns = timer.dataset.warns.split(" ").map(Number);
  var left = Number(timer.dataset.left);
  var began = Date.now() - Number(timer.dataset.timer) * 1000;

  function show() {
    var minutes = Math.max(1, Math.ceil((Date.now() - began) / 60000));
    var gone = warns.filter(function (each) {
      return minutes >= each;
    });
    minute.textContent = String(minutes);
    var says = "";
    if (minutes > left) says = "The minutes are used up: what follows is goodwill, and needs a reason.";
    else if (gone.length) says = gone[gone.length - 1] + " minutes have gone.";
    if (warning.textContent !== says) warning.textContent = says;
  }

  window.setInterval(show, 1000);
})();
