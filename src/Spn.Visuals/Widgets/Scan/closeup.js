// A pixel and what goes into it, drawn large: its neighbours on the line before, itself, its input.

const BOX = { width: 94, height: 50 };

/** The colour of a weight: orange gives, blue takes away. */
const signed = p => p < 0 ? "#1f5fae" : "#c44e00";

function closeup(svg, walk, t, k, scale) {
    const terms = walk.terms(t, k), { row, column } = walk.pixel(t, k);
    const ahead = walk.direction % 2 === 0 ? 1 : -1;
    // along: with the scan; across: rows or columns in their order.
    const at = (along, across) => walk.horizontal
        ? { x: 235 + ahead * [-185, -30, 185][along + 1], y: 135 + across * 82 } : { x: 235 + across * 118, y: 135 + ahead * along * 98 };
    const arrows = [], boxes = [];
    const own = { name: `h(${row}, ${column})`, value: terms.h, ...at(0, 0) },
        input = { name: `x(${row}, ${column})`, value: terms.x, ...at(1, 0) };
    boxes.push(...box(own, scale), ...box(input, scale));
    const share = `${walk.gate === null ? "1 − Σp" : "λ"} = ${pretty(shareOfX(terms), 3)}`;
    arrows.push(...arrow(
        input, own, shareOfX(terms), "#57606a", walk.gate === null && t === 0 ? "copied" : share, 0, walk.horizontal));
    for (const offset of walk.offsets) {
        const place = at(-1, offset), there = terms.beside.find(beside => beside.offset === offset);
        if (there === undefined) {
            boxes.push(...nothing(place, "absent"));
            continue;
        }
        const from = { name: `h(${there.row}, ${there.column})`, value: there.h, ...place };
        boxes.push(...box(from, scale));
        arrows.push(...arrow(from, own, there.p, signed(there.p), pretty(there.p, 3), offset, walk.horizontal));
    }
    svg.replaceChildren(...arrows.filter(part => part.tagName !== "text"), ...boxes, ...arrows.filter(part => part.tagName === "text"));
}

function box({ name, value, x, y }, scale) {
    const text = (dy, words, more = {}) => {
        const element = drawn("text", { x, y: y + dy, "text-anchor": "middle", ...more }, words);
        element.style.fill = scale.ink(value);
        return element;
    };
    return [
        drawn("rect", { x: x - BOX.width / 2, y: y - BOX.height / 2, width: BOX.width, height: BOX.height, rx: 6, fill: scale.css(value),
            stroke: "#57606a" }),
        text(-6, name), text(15, pretty(value), { class: "spn-value" }),
    ];
}

function nothing({ x, y }, words) {
    return [
        drawn("rect", { x: x - BOX.width / 2, y: y - BOX.height / 2, width: BOX.width, height: BOX.height, rx: 6, fill: "none",
            stroke: "#8c959f", "stroke-dasharray": "4 4" }),
        drawn("text", { x, y: y + 4, "text-anchor": "middle", class: "spn-own" }, words),
    ];
}

/** An arrow as thick as its share, from box to box; aside: on which side of a slanted one its words stand. */
function arrow(from, to, share, colour, words, aside, horizontal) {
    const [dx, dy] = [to.x - from.x, to.y - from.y], long = Math.hypot(dx, dy);
    const rim = Math.min(Math.abs(BOX.width / 2 * long / (dx || 1e-9)), Math.abs(BOX.height / 2 * long / (dy || 1e-9)));
    const point = distance => ({ x: from.x + dx * distance / long, y: from.y + dy * distance / long });
    const [start, end, head] = [point(rim), point(long - rim - 3), 9];
    const [ux, uy] = [dx / long, dy / long], neck = { x: end.x - ux * head, y: end.y - uy * head };
    const corner = side => `${neck.x - side * uy * 6},${neck.y + side * ux * 6}`;
    const thick = 1 + 5 * Math.min(Math.abs(share), 1), middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
    const label = { x: middle.x, y: middle.y + 4 };
    if (horizontal)
        label.y += aside > 0 ? 20 : aside < 0 ? -14 : -12;
    else
        Object.assign(label, { x: middle.x + (aside < 0 ? -16 : aside > 0 ? 16 : 10), anchor: aside < 0 ? "end" : "start" });
    const text = drawn("text", { x: label.x, y: label.y, "text-anchor": label.anchor ?? "middle", class: "spn-share" }, words);
    text.style.fill = colour;
    return [
        drawn("line", { x1: start.x, y1: start.y, x2: neck.x, y2: neck.y, stroke: colour, "stroke-width": thick }),
        drawn("polygon", { points: `${end.x},${end.y} ${corner(1)} ${corner(-1)}`, fill: colour }), text,
    ];
}
