/* A field finds reports by jurisdiction, period, kind or status; without this script all of them are there. */
(function () {
  "use strict";
  var words = document.currentScript.dataset;
  var field = document.getElementById("find");
  if (!field) return;

  function list(found) {
    return Array.prototype.slice.call(found);
  }

  function plain(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  var rows = list(document.querySelectorAll(".report"));
  /* Not the words of pictures: they name the periods before. */
  var texts = rows.map(function (row) { return plain(row.dataset.find + " " + row.querySelector(".state").textContent); });
  var groups = list(document.querySelectorAll(".period")).concat(list(document.querySelectorAll(".area")));
  var status = document.querySelector(".find [role=status]");

  function find() {
    var asked = plain(field.value).split(/\s+/).filter(Boolean), found = 0;
    rows.forEach(function (row, i) {
      row.hidden = !asked.every(function (word) { return texts[i].indexOf(word) >= 0; });
      if (!row.hidden) found += 1;
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector(".report:not([hidden])"); });
    list(document.querySelectorAll(".areas a")).forEach(function (link) {
      link.parentNode.hidden = document.querySelector(link.getAttribute("href")).hidden;
    });
    status.textContent = !asked.length ? "" : found ? words.found.replace("{}", found).replace("{}", rows.length) : words.none;
  }

  field.addEventListener("input", find);
  field.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { field.value = ""; find(); }
  });
  document.querySelector(".find").hidden = false;
  find();
})();
