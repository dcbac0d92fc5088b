/* The section with the matrix: which stake, which tenants, in which order; a table or a picture. */
import { element, number } from "./dom.js";
import { axis, matching, scores } from "./axis.js";
import { matrixCanvas } from "./matrix-canvas.js";
import { matrixTable } from "./matrix-table.js";
import { worstOf } from "./model.js";

/* A table of more cells makes browsers and screen readers slow. */
const MOST_TABLE_CELLS = 2_500;
const TWIN = 15;

/** Draws into a place; `open(row, column, stake, origin)` shows a cell. */
export function matrixView(model, place, open) {
  let picture = null;

  function show(state) {
    const byScore = state.order === "worst" ? scores(model, state.stake) : null;
    const rows = axis(model, matching(model, state.search, true), state.order, byScore?.attackers);
    const columns = axis(model, matching(model, state.search, false), state.order, byScore?.victims);
    const known = new Map();
    const at = (row, column) => {
      const key = rows.length * columns.length > 250_000 ? null : `${row.members[0]} ${column.members[0]}`;
      if (key !== null && known.has(key)) {
        return known.get(key);
      }
      const worst = worstOf(model, state.stake, row.members, column.members);
      if (key !== null) {
        known.set(key, worst);
      }
      return worst;
    };
    const openCell = (row, column, origin) => open(row, column, state.stake, origin);
    place.replaceChildren();
    picture = null;
    if (rows.length === 0 || columns.length === 0) {
      place.append(element("p", { class: "quiet" }, "No tenant matches the search."));
      return;
    }
    if (rows.length * columns.length <= MOST_TABLE_CELLS) {
      place.append(element("div", { class: "scroll" }, matrixTable(model,
        `${number(rows.length)} attackers down, ${number(columns.length)} victims across`, rows, columns, at, openCell)));
      return;
    }
    showPicture(rows, columns, at, openCell);
  }

  function showPicture(rows, columns, at, openCell) {
    const readout = element("p", { id: "readout", class: "readout", role: "status" });
    const twin = element("div", { class: "scroll" });
    let twinRow = -1;
    let twinColumn = -1;
    const moved = (row, column, text) => {
      readout.textContent = text;
      const firstRow = Math.max(0, Math.min(rows.length - TWIN, row - (TWIN >> 1)));
      const firstColumn = Math.max(0, Math.min(columns.length - TWIN, column - (TWIN >> 1)));
      if (firstRow !== twinRow || firstColumn !== twinColumn) {
        twinRow = firstRow;
        twinColumn = firstColumn;
        twin.replaceChildren(matrixTable(model,
          `Rows ${firstRow + 1} to ${Math.min(rows.length, firstRow + TWIN)} of ${number(rows.length)}, columns ${firstColumn + 1} to ${Math.min(columns.length, firstColumn + TWIN)} of ${number(columns.length)}: what stands around the cursor`,
          rows.slice(firstRow, firstRow + TWIN), columns.slice(firstColumn, firstColumn + TWIN), at, openCell));
      }
    };
    picture = matrixCanvas(model, rows, columns, at, moved, openCell);
    place.append(
      element("div", { class: "tools" },
        element("button", { type: "button", class: "plain-button", click: () => picture.zoom(1) }, "Zoom in"),
        element("button", { type: "button", class: "plain-button", click: () => picture.zoom(-1) }, "Zoom out"),
        element("span", { class: "quiet" }, `${number(rows.length)} attackers down, ${number(columns.length)} victims across`)),
      picture.frame, readout, element("h3", {}, "Around the cursor, as a table"), twin);
    picture.start();
  }

  return { show, redraw: () => picture?.redraw() };
}
