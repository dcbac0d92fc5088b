/* The matrix as a real table: every cell a button, arrow keys between them. */
import { clipped, element, named, visible } from "./dom.js";
import { kindOf, STAKES } from "./model.js";
import { cellText, outcome } from "./words.js";

/** What a screen reader says of a cell. */
export function cellLabel(model, row, column, worst) {
  const from = visible(row.label);
  const to = visible(column.label);
  const required = worst.verdict.required;
  const depth = worst.verdict.depth === null ? `greater than ${model.maximumDepth}` : worst.verdict.depth;
  return `${from} to ${to}, ${STAKES[worst.stake]}: ${outcome(worst.verdict)}, depth ${depth}, required ${required}`;
}

/**
 * A table of some rows and columns. `at(row, column)` gives the worst verdict or null; `open(row,
 * column, button)` is called for a click or Enter.
 */
export function matrixTable(model, caption, rows, columns, at, open) {
  const header = element("tr", {}, element("th", { class: "corner", scope: "col" }, "from ↓ to →"));
  for (const column of columns) {
    header.append(element("th", { scope: "col", title: clipped(column.label, 300) },
      element("div", {}, named(clipped(column.label, 40)), note(column))));
  }
  const body = element("tbody");
  const buttons = rows.map(() => []);
  rows.forEach((row, rowAt) => {
    const line = element("tr", {}, element("th", { scope: "row", title: clipped(row.label, 300) },
      named(clipped(row.label, 40)), note(row)));
    columns.forEach((column, columnAt) => {
      const worst = at(row, column);
      if (worst === null) {
        line.append(element("td", { class: "self" }, element("span", { "aria-hidden": "true" }, "–"),
          element("span", { class: "hidden-text" }, "the tenant itself")));
        return;
      }
      const button = element("button", {
        type: "button", class: `cell ${kindOf(worst.verdict)}`, tabindex: -1,
        "aria-label": cellLabel(model, row, column, worst), "aria-haspopup": "dialog",
        click: () => { take(button); open(row, column, button); },
      }, cellText(model, worst.verdict));
      button.dataset.row = rowAt;
      button.dataset.column = columnAt;
      buttons[rowAt][columnAt] = button;
      line.append(element("td", {}, button));
    });
    body.append(line);
  });

  /* One cell at a time is in the tab order; the arrow keys move which. */
  function take(button) {
    for (const other of body.querySelectorAll("button[tabindex='0']")) {
      other.tabIndex = -1;
    }
    button.tabIndex = 0;
  }

  function move(button, down, right) {
    let row = Number(button.dataset.row) + down;
    let column = Number(button.dataset.column) + right;
    while (row >= 0 && row < rows.length && column >= 0 && column < columns.length) {
      const next = buttons[row][column];
      if (next) {
        take(next);
        next.focus();
        return;
      }
      row += down;
      column += right;
    }
  }

  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  body.addEventListener("keydown", (event) => {
    if (event.target.matches("button.cell") && moves[event.key]) {
      event.preventDefault();
      move(event.target, ...moves[event.key]);
    }
  });
  const first = body.querySelector("button");
  if (first) {
    first.tabIndex = 0;
  }
  return element("table", { class: "matrix" }, element("caption", {}, caption),
    element("thead", {}, header), body);
}

function note(entry) {
  return entry.note === "" ? null : element("span", { class: "group" }, ` ${entry.note}`);
}
