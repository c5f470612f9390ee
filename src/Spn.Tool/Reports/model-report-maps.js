// Thumbnails: a JPEG photograph and label maps of a byte a pixel, drawn on a canvas when it comes into sight.

const UNKNOWN = 255;
const MOST_KEPT = 200;

/** So many rows or cards of a list are made at once: a thousand take a while to lay out. */
const PAGE = 200;

/** An element: its properties, attributes where the name has a dash, and what is in it. */
function make(tag, properties = {}, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
        if (name.includes("-") || name === "role" || name === "class") element.setAttribute(name, value);
        else element[name] = value;
    element.append(...inside);
    return element;
}

const part = name => document.querySelector(`[data-part="${name}"]`);
/** A share as the tables of the page have it: two decimals, "–" where there is none. */
const percent = share => Number.isFinite(share) ? (100 * share).toFixed(2).replace("-0.00", "0.00") : "–";
const change = (from, to) => {
    const text = percent(from === null || to === null ? null : to - from);
    return Number(text) > 0 ? `+${text}` : text;
};
const count = number => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
/** Fills a box with a part of a list; the button makes the next part. */
function pages(box, button, items, of) {
    const append = () => {
        const before = box.childElementCount;
        box.append(...items.slice(before, before + PAGE).map(of));
        const left = items.length - box.childElementCount;
        button.hidden = left === 0;
        button.textContent = `Show ${Math.min(left, PAGE)} of ${many(left, "more image")}`;
        return box.children[before];
    };
    button.onclick = () => {
        const first = append();
        (first.matches("button") ? first : first.querySelector("button")).focus();
    };
    box.replaceChildren();
    append();
}

const many = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

class Thumbnails {
    constructor(data) {
        this.data = data;
        this.kept = new Map();
        this.paints = new WeakMap();
        this.sight = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => {
            this.sight.unobserve(entry.target);
            this.draw(entry.target);
        }), { rootMargin: "200px" });
        this.clear = data.classes.map(one => one.name === "background");
    }

    /** What the page shows of an image: { name, grey, colour(maps, i) }, where no colour leaves the photograph. */
    get photo() { return { name: "photograph", colour: () => null }; }

    labels(plane, name) {
        const { classes } = this.data;
        return { name, opacity: 0.55, colour: (maps, i) => this.clear[maps[plane][i]] ? null : classes[maps[plane][i]]?.colour ?? null };
    }

    truth() { return this.labels(0, "truth"); }

    prediction(series) { return this.labels(series + 1, this.data.series[series]); }

    errors(series, name) {
        const before = (this.data.hasCoarse ? 0 : series) + 1, { right, spoilt, wrong } = this.data.colours;
        return this.overGrey(name, (truth, maps, i) => {
            const [was, is] = [maps[before][i] === truth, maps[series + 1][i] === truth];
            return was && is ? null : is ? right : was ? spoilt : wrong;
        });
    }

    /** Where one of two segmentations is right and the other is not. */
    lead(one, other) {
        const { right, spoilt, wrong } = this.data.colours;
        return this.overGrey(`only ${this.data.series[one]} right (green), only ${this.data.series[other]} (orange), neither (blue)`,
            (truth, maps, i) => {
                const [a, b] = [maps[one + 1][i] === truth, maps[other + 1][i] === truth];
                return a && b ? null : a ? right : b ? spoilt : wrong;
            });
    }

    /** The pixels of a cell of the confusion matrix. */
    cell(truth, predicted, series) {
        const { spoilt } = this.data.colours;
        return { name: "pixels of the cell", grey: true, opacity: 0.9, count: true,
            colour: (maps, i) => maps[0][i] === truth && maps[series + 1][i] === predicted ? spoilt : null };
    }

    overGrey(name, colour) {
        const { unknown } = this.data.colours;
        return { name, grey: true, opacity: 0.75, colour: (maps, i) => maps[0][i] === UNKNOWN ? unknown : colour(maps[0][i], maps, i) };
    }

    /** A canvas that is drawn at once, or when it comes into sight. */
    canvas(index, paint, atOnce = false) {
        const { rows, columns, name } = this.data.images[index];
        const canvas = make("canvas", { width: columns, height: rows, role: "img", "aria-label": `${name}: ${paint.name}` });
        this.paints.set(canvas, { index, paint });
        if (atOnce) this.draw(canvas);
        else this.sight.observe(canvas);
        return canvas;
    }

    /** Elements that are taken out of the page are not waited for any more. */
    forget(box) { box.querySelectorAll("canvas").forEach(canvas => this.sight.unobserve(canvas)); }

    async draw(canvas) {
        const { index, paint } = this.paints.get(canvas);
        try {
            this.paint(canvas, paint, await this.load(index));
        } catch (error) {
            canvas.dataset.failed = "";
            canvas.after(make("span", { class: "note" }, `This picture cannot be shown: ${error.message}`));
        }
    }

    paint(canvas, paint, { photo, maps }) {
        const { data } = photo, pixels = new ImageData(new Uint8ClampedArray(data), photo.width), out = pixels.data;
        const opacity = paint.opacity ?? 1;
        let marked = 0;
        for (let i = 0, at = 0; at < out.length; i++, at += 4) {
            if (paint.grey) out[at] = out[at + 1] = out[at + 2] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
            const colour = paint.colour(maps, i);
            if (!colour) continue;
            marked++;
            for (let c = 0; c < 3; c++) out[at + c] += opacity * (colour[c] - out[at + c]);
        }
        canvas.getContext("2d").putImageData(pixels, 0, 0);
        canvas.dataset.marked = marked;
        if (paint.count && marked === 0) canvas.after(make("span", { class: "note" }, "too few to be seen at this size"));
    }

    load(index) {
        const { kept } = this;
        if (!kept.has(index)) {
            if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value);
            kept.set(index, this.unpack(this.data.images[index]));
        }
        return kept.get(index);
    }

    async unpack({ photo, maps, rows, columns }) {
        const picture = new Image();
        picture.src = `data:image/jpeg;base64,${photo}`;
        const [bytes] = await Promise.all([unpack(maps), picture.decode()]);
        const context = make("canvas", { width: columns, height: rows }).getContext("2d", { willReadFrequently: true });
        context.drawImage(picture, 0, 0);
        const size = rows * columns, planes = [];
        for (let at = 0; at < bytes.length; at += size) planes.push(bytes.subarray(at, at + size));
        for (const plane of planes.slice(1))
            for (let i = 0; i < size; i++) plane[i] ^= planes[0][i];
        return { photo: context.getImageData(0, 0, columns, rows), maps: planes };
    }
}
