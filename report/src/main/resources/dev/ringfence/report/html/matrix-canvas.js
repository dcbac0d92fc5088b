/* The matrix as a picture, for more cells than a table can hold: only what is in sight is drawn. */
import { element, visible } from "./dom.js";
import { kindOf } from "./model.js";
import { cellLabel } from "./matrix-table.js";
import { cellText } from "./words.js";

const KINDS = ["open", "short", "doubt", "hold", "hold-deep", "none"];
const SIZES = [1, 2, 4, 8, 14, 30];
const TEXT_FROM = 30;

/**
 * A scrolling picture with a cursor. `moved(row, column)` is told where the cursor stands, `open`
 * as in the table. Symbols are drawn from 30 pixels a cell on; below that, the readout and the table
 * beside the picture name what the colours mean.
 */
export function matrixCanvas(model, rows, columns, at, moved, open) {
  const canvas = element("canvas", {
    tabindex: 0, role: "application", "aria-roledescription": "heat map", "aria-describedby": "readout",
    "aria-label": `Heat map of ${rows.length} attackers by ${columns.length} victims. Arrow keys move, Page Up, Page Down, Home and End jump, Enter opens, plus and minus zoom. The table below follows the cursor.`,
  });
  const space = element("div", {});
  const frame = element("div", { class: "canvas-frame" }, canvas, space);
  const kinds = new Uint8Array(rows.length * columns.length).fill(255);
  let size = 0;
  let row = 0;
  let column = 0;
  let colours = {};

  function kindAt(rowAt, columnAt) {
    const index = rowAt * columns.length + columnAt;
    if (kinds[index] === 255) {
      const worst = at(rows[rowAt], columns[columnAt]);
      kinds[index] = worst === null ? 254 : KINDS.indexOf(kindOf(worst.verdict));
    }
    return kinds[index];
  }

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries([...KINDS, "ink", "paper"].map(
      (kind) => [kind, style.getPropertyValue(`--${kind}`).trim()]));
    for (const kind of KINDS) {
      colours[`${kind}-ink`] = style.getPropertyValue(`--${kind === "hold-deep" ? "hold" : kind}-ink`).trim();
    }
  }

  /* The frame is as wide as its picture, so the room is its parent's, less the frame's border. */
  function room() {
    return Math.max(200, (frame.parentElement?.clientWidth || 900) - 2);
  }

  function fit() {
    const wide = room();
    const fitting = SIZES.filter((candidate) => candidate * columns.length <= wide);
    return fitting.length > 0 ? fitting.at(-1) : SIZES[0];
  }

  function resize(newSize) {
    size = newSize;
    const ratio = window.devicePixelRatio || 1;
    const wide = Math.min(room(), size * columns.length);
    const high = Math.min(Math.round(window.innerHeight * 0.7), size * rows.length);
    canvas.width = Math.round(wide * ratio);
    canvas.height = Math.round(high * ratio);
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${high}px`;
    space.style.width = `${size * columns.length}px`;
    space.style.height = `${size * rows.length - high}px`;
    show();
  }

  function draw() {
    const ratio = window.devicePixelRatio || 1;
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colours.paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const left = frame.scrollLeft;
    const top = frame.scrollTop;
    const lastRow = Math.min(rows.length, Math.ceil((top + canvas.height / ratio) / size));
    const lastColumn = Math.min(columns.length, Math.ceil((left + canvas.width / ratio) / size));
    const gap = size >= 8 ? 1 : 0;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = "600 12px system-ui, sans-serif";
    for (let rowAt = Math.floor(top / size); rowAt < lastRow; rowAt++) {
      const y = rowAt * size - top;
      let start = Math.floor(left / size);
      while (start < lastColumn) {
        const kind = kindAt(rowAt, start);
        let end = start + 1;
        while (gap === 0 && end < lastColumn && kindAt(rowAt, end) === kind) {
          end++;
        }
        if (kind < KINDS.length) {
          pen.fillStyle = colours[KINDS[kind]];
          pen.fillRect(start * size - left, y, (end - start) * size - gap, size - gap);
          if (size >= TEXT_FROM) {
            pen.fillStyle = colours[`${KINDS[kind]}-ink`];
            pen.fillText(cellText(model, at(rows[rowAt], columns[start]).verdict),
              (start + 0.5) * size - left, y + size / 2);
          }
        }
        start = end;
      }
    }
    const edge = Math.max(size, 7);
    const x = (column + 0.5) * size - left;
    const y = (row + 0.5) * size - top;
    pen.strokeStyle = colours.paper;
    pen.lineWidth = 4;
    pen.strokeRect(x - edge / 2 - 1, y - edge / 2 - 1, edge + 2, edge + 2);
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 2;
    pen.strokeRect(x - edge / 2 - 1, y - edge / 2 - 1, edge + 2, edge + 2);
  }

  let waiting = false;
  function show() {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => { waiting = false; readColours(); draw(); });
    }
  }

  function put(newRow, newColumn) {
    row = Math.min(rows.length - 1, Math.max(0, newRow));
    column = Math.min(columns.length - 1, Math.max(0, newColumn));
    const x = column * size;
    const y = row * size;
    if (x < frame.scrollLeft) { frame.scrollLeft = x; }
    if (y < frame.scrollTop) { frame.scrollTop = y; }
    if (x + size > frame.scrollLeft + frame.clientWidth) { frame.scrollLeft = x + size - frame.clientWidth; }
    if (y + size > frame.scrollTop + canvas.clientHeight) { frame.scrollTop = y + size - canvas.clientHeight; }
    show();
    const worst = at(rows[row], columns[column]);
    moved(row, column, worst === null
      ? `${visible(rows[row].label)}: the tenant itself`
      : cellLabel(model, rows[row], columns[column], worst));
  }

  function openHere() {
    if (at(rows[row], columns[column]) !== null) {
      open(rows[row], columns[column], canvas);
    }
  }

  function zoom(by) {
    const next = SIZES[Math.min(SIZES.length - 1, Math.max(0, SIZES.indexOf(size) + by))];
    resize(next);
    put(row, column);
  }

  canvas.addEventListener("keydown", (event) => {
    const jump = 20;
    const acts = {
      ArrowUp: () => put(row - 1, column), ArrowDown: () => put(row + 1, column),
      ArrowLeft: () => put(row, column - 1), ArrowRight: () => put(row, column + 1),
      PageUp: () => put(row - jump, column), PageDown: () => put(row + jump, column),
      Home: () => put(row, 0), End: () => put(row, columns.length - 1),
      Enter: openHere, " ": openHere, "+": () => zoom(1), "-": () => zoom(-1),
    };
    if (acts[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      acts[event.key]();
    }
  });
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    put(Math.floor((event.clientY - box.top + frame.scrollTop) / size),
      Math.floor((event.clientX - box.left + frame.scrollLeft) / size));
    openHere();
  });
  frame.addEventListener("scroll", show, { passive: true });

  return { frame, canvas, zoom, redraw: show, start: () => { resize(fit()); put(0, Math.min(1, columns.length - 1)); } };
}
