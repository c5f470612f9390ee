// A map on a canvas, as sharp as the screen: its layers pixel for pixel, marks over them, and where a pointer is.

/** Pixels of a map to draw: fill words, then flush. */
class Layer {
    constructor(height, width) {
        this.canvas = document.createElement("canvas");
        [this.canvas.width, this.canvas.height] = [width, height];
        this.context = this.canvas.getContext("2d");
        this.pixels = new ImageData(width, height);
        this.words = new Uint32Array(this.pixels.data.buffer);
    }

    flush() {
        this.context.putImageData(this.pixels, 0, 0);
    }
}

class Picture {
    /** most: the longer side on the screen, in px; paint draws, with one unit for one px of the screen. */
    constructor(canvas, height, width, most, paint) {
        Object.assign(this, { canvas, height, width, paint, zoom: 1, left: 0, top: 0 });
        canvas.style.aspectRatio = `${width} / ${height}`;
        canvas.style.maxWidth = `${Math.round(most * Math.min(1, width / height))}px`;
        new ResizeObserver(() => this.draw()).observe(canvas);
    }

    /** How long a pixel of the map is on the screen. */
    get unit() {
        return this.canvas.clientWidth / this.width * this.zoom;
    }

    draw() {
        const { canvas } = this, ratio = window.devicePixelRatio || 1;
        const [width, height] = [canvas.clientWidth, canvas.clientHeight].map(side => Math.round(side * ratio));
        if (width === 0 || height === 0)
            return;
        if (canvas.width !== width || canvas.height !== height)
            [canvas.width, canvas.height] = [width, height];
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        context.imageSmoothingEnabled = false;
        this.context = context;
        this.paint(this);
    }

    /** Draws a layer or photograph over the whole map. */
    place(image, opacity = 1) {
        const { context, unit } = this;
        context.globalAlpha = opacity;
        context.drawImage(image, -this.left * unit, -this.top * unit, this.width * unit, this.height * unit);
        context.globalAlpha = 1;
    }

    /** The middle of a pixel on the canvas. */
    middle(row, column) {
        return { x: (column + 0.5 - this.left) * this.unit, y: (row + 0.5 - this.top) * this.unit };
    }

    /** Frames a rectangle of pixels from outside: white inside black, seen on any colour. */
    frame(row, column, rows = 1, columns = 1, least = 9) {
        const { context, unit } = this;
        const [width, height] = [Math.max(columns * unit, least), Math.max(rows * unit, least)];
        const x = (column + columns / 2 - this.left) * unit - width / 2, y = (row + rows / 2 - this.top) * unit - height / 2;
        for (const [line, colour, out] of [[1.5, "#000", 2.25], [1.5, "#fff", 0.75]]) {
            context.lineWidth = line;
            context.strokeStyle = colour;
            context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
        }
    }

    /** Numbers into the pixels, where they are large enough. */
    numbers(text, ink) {
        const { context, unit } = this;
        if (unit < 36)
            return;
        context.font = `${unit < 48 ? 11 : 13}px Arial, Helvetica, sans-serif`;
        [context.textAlign, context.textBaseline] = ["center", "middle"];
        for (let row = 0; row < this.height; row++)
            for (let column = 0; column < this.width; column++) {
                const { x, y } = this.middle(row, column), words = text(row * this.width + column);
                context.fillStyle = ink(row * this.width + column);
                context.fillText(words, x, y, unit - 4);
            }
    }

    /** The pixel under a pointer, or null. */
    pixelAt(event) {
        const box = this.canvas.getBoundingClientRect();
        const column = Math.floor((event.clientX - box.left) / this.unit + this.left);
        const row = Math.floor((event.clientY - box.top) / this.unit + this.top);
        return row >= 0 && row < this.height && column >= 0 && column < this.width ? { row, column } : null;
    }
}

/** The photograph of the data as an image; null where there is none. */
async function photograph(uri) {
    if (uri === null)
        return null;
    const image = new Image();
    image.src = uri;
    await image.decode();
    return image;
}
