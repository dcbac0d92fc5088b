/* Builds elements. Text only ever becomes text nodes, so no name can become markup. */

// Controls, format characters (directions, joiners, tags), separators, halves and private use.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u034F]/u;

/** An element with attributes (functions become listeners) and children (strings become text). */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for drawings. */
export function shape(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A name in which nothing is hidden, in plain text. */
export function visible(text) {
  let result = "";
  for (const character of text) {
    result += HIDDEN.test(character) ? `\\u{${character.codePointAt(0).toString(16)}}` : character;
  }
  return result;
}

/** A name as an element: set apart from the direction of the text around it, marks for what hides. */
export function named(text) {
  const node = element("bdi");
  let plain = "";
  for (const character of text) {
    if (HIDDEN.test(character)) {
      node.append(plain, element("span", { class: "hidden-mark" }, visible(character)));
      plain = "";
    } else {
      plain += character;
    }
  }
  node.append(plain);
  return node;
}

/** A visible name of at most so many characters, with how many are left out. */
export function clipped(text, length) {
  const characters = [...visible(text)];
  return characters.length <= length
    ? characters.join("")
    : `${characters.slice(0, length - 7).join("")}[+${characters.length - length + 7}]`;
}

/** A whole number as people write it. */
export function number(value) {
  return value.toLocaleString("en");
}
