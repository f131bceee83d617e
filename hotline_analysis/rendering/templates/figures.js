/* A figure tells its definition, its counts and its source: on pointing, on focus by keyboard, on touch. There is one
   pop-up. The pointer may move onto it, Escape sends it away, and it stays as long as pointer or focus do. */
(function () {
  "use strict";
  var words = document.currentScript.dataset;
  var LEAVING = 250, GAP = 6, EDGE = 8;
  var tip = document.querySelector("main").appendChild(document.createElement("div"));
  var shown = null, said = "", dismissed = null, timer = 0, keyboard = false;
  tip.id = tip.className = "figure-tip";
  tip.setAttribute("role", "tooltip");
  document.documentElement.classList.add("scripted");
  tip.hidden = true;

  /* The figure under a point; of a table's cell, all of the cell counts. */
  function figure(node) {
    if (!node || !node.closest) return null;
    var own = node.closest("data.fact"), cell = own ? null : node.closest("tbody td, tbody th");
    var inside = cell ? cell.querySelectorAll("data.fact") : [];
    return own || (inside.length === 1 ? inside[0] : null);
  }

  function show(fact) {
    clearTimeout(timer);
    if (fact === shown) return;
    hide();
    if (!fact.title) return;
    said = fact.title;
    shown = fact;
    // the browser's own pop-up would lie over this one
    fact.removeAttribute("title");
    fact.setAttribute("aria-describedby", tip.id);
    tip.textContent = "";
    said.split("\n").forEach(function (line) { add(line, ""); });
    if (keyboard && fact.closest("table")) add(words.arrows, "figure-keys");
    tip.hidden = false;
    place();
  }

  function add(text, kind) {
    var line = tip.appendChild(document.createElement("p"));
    line.textContent = text;
    line.className = kind;
  }

  function hide() {
    clearTimeout(timer);
    tip.hidden = true;
    if (!shown) return;
    shown.title = said;
    shown.removeAttribute("aria-describedby");
    shown = null;
  }

  /* Below the figure, or above it where there is no room; never beyond an edge of the window. */
  function place() {
    if (!shown) return;
    var own = shown.getBoundingClientRect(), width = document.documentElement.clientWidth;
    if (own.bottom < 0 || own.top > window.innerHeight) return hide();
    var left = own.left + own.width / 2 - tip.offsetWidth / 2, below = own.bottom + GAP;
    var room = below + tip.offsetHeight <= window.innerHeight - EDGE;
    tip.style.left = Math.max(EDGE, Math.min(left, width - tip.offsetWidth - EDGE)) + "px";
    tip.style.top = Math.max(EDGE, room ? below : own.top - tip.offsetHeight - GAP) + "px";
  }

  /* What has the focus is told again when the pointer has left another figure. */
  function later() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      var focused = figure(document.activeElement);
      if (focused && focused !== dismissed) show(focused);
      else hide();
    }, LEAVING);
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var fact = figure(event.target);
    if (fact !== dismissed) dismissed = null;
    if (tip.contains(event.target)) clearTimeout(timer);
    else if (!fact) later();
    else if (fact !== dismissed) show(fact);
  });
  document.documentElement.addEventListener("pointerleave", later);
  document.addEventListener("pointerdown", function (event) {
    keyboard = false;
    if (!tip.contains(event.target) && !figure(event.target)) hide();
  });
  document.addEventListener("click", function (event) {
    var fact = figure(event.target);
    if (!fact || event.target.closest("a, button, label")) return;
    dismissed = null;
    fact.focus({ preventScroll: true });
    show(fact);
  });
  document.addEventListener("keydown", function (event) {
    keyboard = true;
    if (event.key !== "Escape" || !shown) return;
    dismissed = shown;
    hide();
  });
  document.addEventListener("focusin", function (event) {
    if (!event.target.matches("data.fact")) return;
    dismissed = null;
    show(event.target);
  });
  document.addEventListener("focusout", later);
  window.addEventListener("scroll", place, { passive: true, capture: true });
  window.addEventListener("resize", place);
})();
