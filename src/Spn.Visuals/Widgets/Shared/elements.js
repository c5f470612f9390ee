// Elements, what is chosen in them, and where arrow keys lead.

/** The directions of the scans. */
const NAMES = ["left to right", "right to left", "top to bottom", "bottom to top"];

/** What the reader chose of a group of radio buttons. */
const chosen = (root, name) => [...root.querySelectorAll(`[data-choice="${name}"] input`)].find(input => input.checked)?.value;

/** An element with texts or elements in it. */
function made(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
        element.setAttribute(key, value);
    element.append(...children);
    return element;
}

/** An element of SVG. */
function drawn(name, attributes, text = "") {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes))
        element.setAttribute(key, value);
    element.textContent = text;
    return element;
}

/** Shows 256 colours from left to right. */
function ramp(element, colours) {
    const stops = Array.from({ length: 17 }, (_, i) => Math.round(i / 16 * 255));
    element.style.background = `linear-gradient(90deg, ${stops.map(i => `rgb(${colours.slice(3 * i, 3 * i + 3).join(" ")})`).join(", ")})`;
}

/** The pixel that an arrow key leads to within a map, with Shift ten further; null for another key. */
function pixelAfter(event, { row, column }, { height, width }) {
    const step = event.shiftKey ? 10 : 1;
    const moves = { ArrowUp: [-step, 0], ArrowDown: [step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] };
    if (!(event.key in moves))
        return null;
    event.preventDefault();
    const [down, right] = moves[event.key], within = (value, count) => Math.min(Math.max(value, 0), count - 1);
    return { row: within(row + down, height), column: within(column + right, width) };
}
