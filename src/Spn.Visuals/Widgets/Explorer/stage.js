// The picture: the photograph or a label map, the heat over it, and above them the marks: pins, the pixel in question, the brush.

const WALL = 0xff2b2bd6, DOOR = 0xff6a9a1a;   // red and green as bytes A B G R

/** Heat by its sixteen leading bits: sign, exponent and seven bits say where it is on the scale. */
class HeatScale {
    constructor(high, low, logarithmic) {
        Object.assign(this, { high, low, logarithmic });
        this.first = HeatScale.bits(low);
        const last = HeatScale.bits(high), number = new Float32Array(1), bits = new Uint32Array(number.buffer);
        this.places = new Uint8Array(Math.max(last - this.first + 1, 1));
        for (let i = 0; i < this.places.length; i++) {
            bits[0] = (this.first + i) * 65536 + 32768;
            this.places[i] = Math.round(255 * Math.min(Math.max(this.place(number[0]), 0), 1));
        }
    }

    static bits(value) {
        return new Uint32Array(new Float32Array([value]).buffer)[0] >>> 16;
    }

    /** From 0 for low to 1 for high. */
    place(value) {
        return this.logarithmic ? Math.log(value / this.low) / Math.log(this.high / this.low) : value / this.high;
    }

    /** Values for a scale's ticks: powers of ten, or quarters. */
    ticks() {
        if (!this.logarithmic)
            return [0, 0.25, 0.5, 0.75, 1].map(share => share * this.high);
        const exponents = Array.from({ length: 8 }, (_, i) => Math.ceil(Math.log10(this.low) - 1e-9) + i);
        return exponents.map(exponent => 10 ** exponent).filter(value => value <= this.high);
    }
}

class Stage {
    constructor(canvas, marks, world) {
        const { height, width } = world;
        Object.assign(this, { canvas, marks, world, height, width, size: height * width });
        [canvas.width, canvas.height] = [width, height];
        // Marks are drawn finer than pixels, so that they and grid lines are sharp on small maps.
        this.cell = Math.max(1, Math.round(720 / Math.max(height, width)));
        [marks.width, marks.height] = [width * this.cell, height * this.cell];
        this.context = canvas.getContext("2d");
        this.above = marks.getContext("2d");
        this.pixels = new ImageData(width, height);
        this.words = new Uint32Array(this.pixels.data.buffer);
        this.colours = Uint32Array.from(
            { length: 256 }, (_, i) => world.heat[3 * i + 2] << 16 | world.heat[3 * i + 1] << 8 | world.heat[3 * i]);
        this.base = new Uint32Array(this.size);
        this.strengths = new Uint16Array(256);
        this.mixed = new Uint32Array(512);
    }

    /** What lies under the heat: the photograph, or labels in the colours of their classes mixed with it; walls and doors. */
    show(kind, labels, edited) {
        const { photo, classes } = this.world, { size, base } = this;
        for (let i = 0; i < size; i++) {
            let r = photo[i], g = photo[size + i], b = photo[2 * size + i];
            // Light and without colours of its own, so that the heat stands out.
            if (kind === "grey")
                r = g = b = 70 + (0.299 * r + 0.587 * g + 0.114 * b) * 0.72;
            if (labels !== null) {
                const colour = classes[labels[i]]?.colour ?? UNLABELLED;
                r = r * 0.35 + colour[0] * 0.65;
                g = g * 0.35 + colour[1] * 0.65;
                b = b * 0.35 + colour[2] * 0.65;
            }
            base[i] = 0xff000000 | b << 16 | g << 8 | r;
        }
        for (const [i, change] of edited)
            base[i] = change === "wall" ? WALL : DOOR;
    }

    /** Draws the base and the heat over it. Heat below the scale keeps the base; the strength of the rest is opacity. */
    draw(heat, scale, opacity) {
        const { words, base, colours, mixed, size } = this, { first, places } = scale, count = places.length;
        words.set(base);
        if (scale.high > 0) {
            // The faint end is half as strong as the bright one: a border that is a matter of the scale does not look like an edge.
            for (let place = 0; place < 256; place++) {
                const strength = this.strengths[place] = Math.round(opacity * (128 + place / 2));
                mixed[2 * place] = (colours[place] & 0xff00ff) * strength;
                mixed[2 * place + 1] = (colours[place] >>> 8 & 0xff) * strength;
            }
            const bits = new Uint32Array(heat.buffer), strengths = this.strengths;
            for (let i = 0; i < size; i++) {
                const at = (bits[i] >>> 16 & 0x7fff) - first;
                if (at < 0)
                    continue;
                const place = places[at < count ? at : count - 1], rest = 256 - strengths[place], below = base[i];
                // Red and blue are mixed at once, eight bits apart, and green alone.
                words[i] = (0xff000000 | (Math.imul(below & 0xff00ff, rest) + mixed[2 * place] >>> 8 & 0xff00ff)
                    | ((below >>> 8 & 0xff) * rest + mixed[2 * place + 1] & 0xff00)) >>> 0;
            }
        }
        this.context.putImageData(this.pixels, 0, 0);
    }

    /** The colour of a share from 0 to 1, by its logarithm over four powers of ten. */
    colour(value) {
        return this.colours[Math.round(255 * Math.min(Math.max(1 + Math.log10(value) / 4, 0), 1))];
    }

    /** Takes the marks away; on small maps lines between the pixels stay, those between lines of the scan strong: G's blocks. */
    clear(direction) {
        const { above, cell, height, width, marks } = this;
        above.clearRect(0, 0, marks.width, marks.height);
        if (height * width > MOST_OF_MATRIX)
            return;
        const strong = typeof direction === "string" ? 0 : direction < 2 ? 1 : 2;
        for (const [which, count] of [[1, width], [2, height]])
            for (let i = 0; i <= count; i++) {
                above.fillStyle = which === strong ? "rgba(0, 0, 0, 0.55)" : "rgba(0, 0, 0, 0.16)";
                if (which === 1)
                    above.fillRect(i * cell - 1, 0, 2, marks.height);
                else
                    above.fillRect(0, i * cell - 1, marks.width, 2);
            }
    }

    /** Frames a pixel, white inside black, seen on any colour; its name beside it. */
    mark(row, column, name = "") {
        const { above, cell, marks } = this, side = Math.max(cell, 11);
        const x = (column + 0.5) * cell - side / 2, y = (row + 0.5) * cell - side / 2;
        for (const [width, colour] of [[5, "#000"], [2, "#fff"]]) {
            above.lineWidth = width;
            above.strokeStyle = colour;
            above.strokeRect(x, y, side, side);
        }
        if (name === "")
            return;
        const right = x + side + 22 < marks.width ? x + side + 5 : x - 17;
        above.font = "bold 20px Arial, Helvetica, sans-serif";
        above.lineWidth = 5;
        above.strokeStyle = "#000";
        above.strokeText(name, right, y + side / 2 + 7);
        above.fillStyle = "#fff";
        above.fillText(name, right, y + side / 2 + 7);
    }

    /** The spot that the brush would paint. */
    ring(row, column, radius) {
        const { above, cell } = this;
        circle(above, (column + 0.5) * cell, (row + 0.5) * cell, (radius + 0.5) * cell);
    }

    /** Thin lines around the part that stands in the close-up. */
    outline(top, left, rows, columns) {
        const { above, cell } = this;
        for (const [width, colour] of [[3, "rgba(0, 0, 0, 0.6)"], [1, "#fff"]]) {
            [above.lineWidth, above.strokeStyle] = [width, colour];
            above.strokeRect(left * cell, top * cell, columns * cell, rows * cell);
        }
    }

    /** The pixel under a pointer, or null. */
    pixelAt(event) {
        const box = this.canvas.getBoundingClientRect();
        const column = Math.floor((event.clientX - box.left) / box.width * this.width);
        const row = Math.floor((event.clientY - box.top) / box.height * this.height);
        return row >= 0 && row < this.height && column >= 0 && column < this.width ? { row, column } : null;
    }
}

/** A circle, white inside black. */
function circle(context, x, y, radius) {
    for (const [width, colour] of [[4, "#000"], [2, "#fff"]]) {
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        [context.lineWidth, context.strokeStyle] = [width, colour];
        context.stroke();
    }
}

const UNLABELLED = [255, 255, 255];
