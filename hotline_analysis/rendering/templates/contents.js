/* The list of contents follows the reader: the section in sight is marked. On a phone the list stays at the top,
   says where the reader is, and closes when a section was chosen. */
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll(".contents a"));
  if (!links.length) return;
  var summary = document.querySelector(".contents-narrow summary");
  var narrow = summary.parentNode;
  var wide = document.querySelector(".contents-wide");
  var here = document.createElement("span");
  var LINE = 72, waiting = false;
  here.className = "contents-here";
  summary.append(" ", here);

  function target(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }

  function current() {
    var below = window.innerHeight + window.pageYOffset >= document.documentElement.scrollHeight - 2;
    var last = null;
    links.forEach(function (link) {
      var top = target(link).getBoundingClientRect().top;
      if (top <= LINE || (below && top < window.innerHeight)) last = link.hash;
    });
    return last;
  }

  function mark() {
    var found = current();
    waiting = false;
    here.textContent = "";
    links.forEach(function (link) {
      if (link.hash !== found) return link.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      here.textContent = link.textContent;
      if (wide.contains(link)) keepInSight(link);
    });
  }

  function keepInSight(link) {
    var box = wide.getBoundingClientRect(), own = link.getBoundingClientRect();
    if (own.top < box.top + 16 || own.bottom > box.bottom - 16) wide.scrollTop += own.top - box.top - box.height / 2;
  }

  function soon() {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(mark);
  }

  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  narrow.addEventListener("click", function (event) {
    if (event.target.closest("a")) narrow.open = false;
  });
  narrow.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !narrow.open) return;
    narrow.open = false;
    summary.focus();
  });
  mark();
})();
