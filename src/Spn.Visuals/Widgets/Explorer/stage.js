// The picture: the photograph or a label map, the heat over it, the pins, the pixel in question.

class Stage {
    constructor(canvas, world) {
        const { height, width } = world;
        Object.assign(this, { canvas, world, height, width, size: height * width });
        // Small maps are drawn in larger cells, so that marks and grid lines are sharp.
        this.cell = Math.max(1, Math.round(720 / Math.max(height, width)));
        [canvas.width, canvas.height] = [width * this.cell, height * this.cell];
        this.context = canvas.getContext("2d");
        this.pixels = new ImageData(width, height);
        this.small = document.createElement("canvas");
        [this.small.width, this.small.height] = [width, height];
        this.smallContext = this.small.getContext("2d");
        this.words = new Uint32Array(this.pixels.data.buffer);
        this.colours = new Uint32Array(256);
        for (let i = 0; i < 256; i++)
            this.colours[i] = 0xff000000 | world.heat[3 * i + 2] << 16 | world.heat[3 * i + 1] << 8 | world.heat[3 * i];
        this.base = new Uint32Array(this.size);
        this.show("grey", null);
    }

    /** What lies under the heat: the photograph, or labels in the colours of their classes mixed with it. */
    show(kind, labels) {
        const { photo, classes } = this.world;
        this.kind = kind;
        for (let i = 0; i < this.size; i++) {
            let [r, g, b] = [photo[i], photo[this.size + i], photo[2 * this.size + i]];
            if (kind === "grey")
                // Light and without colours of its own, so that the heat stands out.
                r = g = b = 70 + (0.299 * r + 0.587 * g + 0.114 * b) * 0.72;
            if (labels !== null) {
                const colour = labels[i] < classes.length ? classes[labels[i]].colour : [255, 255, 255];
                [r, g, b] = [r * 0.35 + colour[0] * 0.65, g * 0.35 + colour[1] * 0.65, b * 0.35 + colour[2] * 0.65];
            }
            this.base[i] = 0xff000000 | b << 16 | g << 8 | r;
        }
    }

    /** Draws the base and the heat over it. Heat below low keeps the base; the strength of the rest is opacity. */
    draw(heat, { high, low, logarithmic, opacity }) {
        const { words, base, colours, size } = this;
        words.set(base);
        if (heat !== null && high > 0) {
            // The faint end is half as strong as the bright one: a border that is a matter of the scale does not look like an edge.
            const strengths = Array.from({ length: 256 }, (_, place) => Math.round(opacity * (128 + place / 2)));
            const span = logarithmic ? 255 / Math.log(high / low) : 255 / high, lowest = Math.log(low);
            for (let i = 0; i < size; i++) {
                const value = Math.abs(heat[i]);
                if (value < low)
                    continue;
                const place = Math.min(255, logarithmic ? (Math.log(value) - lowest) * span : value * span) | 0;
                const c = colours[place], p = base[i], alpha = strengths[place], rest = 256 - alpha;
                const mix = shift => ((c >> shift & 255) * alpha + (p >> shift & 255) * rest) >> 8;
                words[i] = 0xff000000 | mix(16) << 16 | mix(8) << 8 | mix(0);
            }
        }
        this.smallContext.putImageData(this.pixels, 0, 0);
        this.context.imageSmoothingEnabled = false;
        this.context.drawImage(this.small, 0, 0, this.canvas.width, this.canvas.height);
    }

    /** The colour of a share from 0 to 1, by its logarithm over four powers of ten. */
    colour(value) {
        const place = Math.min(255, Math.max(0, Math.round(255 * (1 + Math.log10(value) / 4)))), heat = this.world.heat;
        return `rgb(${heat[3 * place]} ${heat[3 * place + 1]} ${heat[3 * place + 2]})`;
    }

    /** Frames pixels: white inside black, seen on any colour. */
    mark(row, column, name = "") {
        const { context, cell } = this;
        const side = Math.max(cell, 9), x = (column + 0.5) * cell - side / 2, y = (row + 0.5) * cell - side / 2;
        context.lineWidth = 3;
        context.strokeStyle = "#000";
        context.strokeRect(x - 1.5, y - 1.5, side + 3, side + 3);
        context.lineWidth = 1.5;
        context.strokeStyle = "#fff";
        context.strokeRect(x - 1, y - 1, side + 2, side + 2);
        if (name !== "") {
            context.font = "bold 14px Arial, Helvetica, sans-serif";
            context.lineWidth = 3;
            context.strokeStyle = "#000";
            context.strokeText(name, x + side + 5, y + side / 2 + 5);
            context.fillStyle = "#fff";
            context.fillText(name, x + side + 5, y + side / 2 + 5);
        }
    }

    /** Marks the pixels that were edited: walls red, doors green. */
    hatch(edited) {
        const { context, cell, width } = this;
        for (const [i, kind] of edited) {
            context.fillStyle = kind === "wall" ? "rgba(200, 30, 30, 0.75)" : "rgba(20, 150, 90, 0.6)";
            context.fillRect(i % width * cell, Math.floor(i / width) * cell, cell, cell);
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
