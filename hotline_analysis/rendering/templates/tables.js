/* Tables can be sorted by a column and searched for a name. Rows of totals stay where they are. */
(function () {
  "use strict";
  var words = document.currentScript.dataset;
  var SORTED_FROM = 3, SEARCHED_FROM = 10;
  var ORDERS = { none: "ascending", ascending: "descending", descending: "none" };
  var lang = document.documentElement.lang;
  var collator = new Intl.Collator(/^zh/i.test(lang) ? "zh-CN" : lang, { numeric: true });

  function list(found) {
    return Array.prototype.slice.call(found);
  }

  function filled(text, value) {
    return text.replace("{}", function () { return value; });
  }

  function total(row) {
    return row.classList.contains("total");
  }

  /* The header cell of each column: the lowest one that is no wider than it. */
  function headers(table) {
    var taken = [], found = [];
    list(table.tHead.rows).forEach(function (row, r) {
      var c = 0;
      list(row.cells).forEach(function (cell) {
        while (taken[r] && taken[r][c]) c += 1;
        for (var y = r; y < r + cell.rowSpan; y += 1) {
          taken[y] = taken[y] || [];
          for (var x = c; x < c + cell.colSpan; x += 1) taken[y][x] = true;
        }
        found[c] = cell.colSpan === 1 ? cell : null;
        c += cell.colSpan;
      });
    });
    return found;
  }

  /* A number where the cell has a figure or reads as one, else its text; null for an empty cell. */
  function key(cell) {
    var fact = cell.querySelector("data.fact"), text = cell.textContent.trim();
    if (fact) return Number(fact.value);
    if (cell.querySelector(".fact-missing") || /^[-–—]?$/.test(text)) return null;
    return /^[+-]?[\d,]*\.?\d+%?$/.test(text) ? Number(text.replace(/[,%+]/g, "")) : text;
  }

  function compare(a, b) {
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  }

  /* Empty cells come last in either order, and rows that are equal keep the order in which they were printed. */
  function sorted(rows, column, order) {
    var sign = order === "descending" ? -1 : 1;
    var keyed = rows.map(function (row, i) {
      return { row: row, key: order === "none" ? i : key(row.cells[column]), place: i };
    });
    keyed.sort(function (a, b) {
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      return sign * compare(a.key, b.key) || a.place - b.place;
    });
    return keyed.map(function (one) { return one.row; });
  }

  function sortable(table) {
    var body = table.tBodies[0], printed = list(body.rows);
    var movable = printed.filter(function (row) { return !total(row); });
    var heads = headers(table);

    function sort(head, column) {
      var order = ORDERS[head.getAttribute("aria-sort") || "none"];
      var next = sorted(movable, column, order);
      heads.forEach(function (other) { if (other) other.removeAttribute("aria-sort"); });
      if (order !== "none") head.setAttribute("aria-sort", order);
      printed.forEach(function (row) { body.appendChild(total(row) ? row : next.shift()); });
      table.dispatchEvent(new Event("rows"));
    }

    heads.forEach(function (head, column) {
      if (!head || !head.textContent.trim()) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      head.classList.add("sorts");
      button.addEventListener("click", function () { sort(head, column); });
    });
  }

  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  function searchable(table, number) {
    var rows = list(table.tBodies[0].rows).filter(function (row) { return !total(row); });
    var name = table.tHead.rows[0].cells[0].textContent.trim();
    var line = document.createElement("p"), label = document.createElement("label");
    var field = document.createElement("input"), said = document.createElement("span");
    var box = table.closest(".doc-table");
    line.className = "find";
    field.type = "search";
    field.id = "find-" + number;
    field.autocomplete = "off";
    label.htmlFor = field.id;
    label.textContent = filled(words.find, name);
    said.setAttribute("role", "status");
    [label, field, said].forEach(function (part) { line.appendChild(part); });
    box.parentNode.insertBefore(line, box);
    field.addEventListener("input", function () {
      var wanted = plain(field.value), left = 0;
      rows.forEach(function (row) {
        row.hidden = plain(row.cells[0].textContent).indexOf(wanted) < 0;
        left += row.hidden ? 0 : 1;
      });
      said.textContent = !wanted ? "" : left ? filled(filled(words.found, left), rows.length) : words.none;
      table.dispatchEvent(new Event("rows"));
    });
  }

  function regular(table) {
    var one = table.tHead && table.tHead.rows.length && table.tBodies.length === 1;
    return one && !table.tBodies[0].querySelector("[rowspan]:not([rowspan='1']), [colspan]:not([colspan='1'])");
  }

  list(document.querySelectorAll("main .doc-table table")).filter(regular).forEach(function (table, number) {
    var rows = list(table.tBodies[0].rows).filter(function (row) { return !total(row); });
    var named = rows.every(function (row) { return row.cells[0].tagName === "TH"; });
    if (rows.length >= SEARCHED_FROM && named && !table.closest(".chart-data")) searchable(table, number + 1);
    if (rows.length >= SORTED_FROM) sortable(table);
  });
})();
