/* The figures of a table are one stop of the Tab key; from there the arrow keys lead from one to the next. */
(function () {
  "use strict";

  function list(found) {
    return Array.prototype.slice.call(found);
  }

  function inCell(cell) {
    return cell ? cell.querySelector("data.fact") : null;
  }

  function first(cells) {
    return cells.map(inCell).filter(Boolean)[0];
  }

  /* The figure to which a key leads from another one, if there is any. */
  function reached(key, whole, rows, row, column) {
    var cells = list(rows[row].cells);
    var inColumn = rows.map(function (other) { return other.cells[column]; });
    if (key === "ArrowRight") return first(cells.slice(column + 1));
    if (key === "ArrowLeft") return first(cells.slice(0, column).reverse());
    if (key === "ArrowDown") return first(inColumn.slice(row + 1));
    if (key === "ArrowUp") return first(inColumn.slice(0, row).reverse());
    var all = whole ? [].concat.apply([], rows.map(function (other) { return list(other.cells); })) : cells;
    return key === "Home" ? first(all) : key === "End" ? first(all.reverse()) : null;
  }

  function visible(table) {
    return list(table.tBodies).reduce(function (rows, body) {
      return rows.concat(list(body.rows).filter(function (row) { return !row.hidden; }));
    }, []);
  }

  list(document.querySelectorAll("main table")).forEach(function (table) {
    var facts = list(table.querySelectorAll("data.fact")), stop = null;
    if (!facts.length) return;

    function make(fact) {
      if (stop) stop.tabIndex = -1;
      stop = fact;
      if (stop) stop.tabIndex = 0;
    }

    facts.forEach(function (fact) { fact.tabIndex = -1; });
    make(facts[0]);
    table.addEventListener("focusin", function (event) {
      if (event.target.matches("data.fact")) make(event.target);
    });
    table.addEventListener("rows", function () {
      var rows = visible(table);
      if (rows.indexOf(stop.closest("tr")) >= 0) return;
      facts.forEach(function (fact) { fact.tabIndex = -1; });
      var left = rows.map(function (row) { return first(list(row.cells)); }).filter(Boolean)[0];
      make(left || facts[0]);
    });
    table.addEventListener("keydown", function (event) {
      var cell = event.target.matches("data.fact") ? event.target.closest("td, th") : null;
      if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
      var rows = visible(table), row = rows.indexOf(cell.parentNode);
      var next = row < 0 ? null : reached(event.key, event.ctrlKey, rows, row, cell.cellIndex);
      if (!next) return;
      event.preventDefault();
      next.focus({ preventScroll: true });
      inSight(next, table);
    });
  });

  /* Heads that stand still must not cover the figure that has the focus. */
  function inSight(fact, table) {
    var box = table.closest(".doc-table"), stub = fact.closest("tr").cells[0];
    if (box) box.style.scrollPadding = (table.tHead ? table.tHead.offsetHeight + 8 : 8) + "px 8px 8px " +
      (window.getComputedStyle(stub).position === "sticky" ? stub.offsetWidth + 8 : 8) + "px";
    fact.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
})();
