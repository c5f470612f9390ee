// The pixels around a place, drawn large: what is one pixel wide on a photograph can be seen.

const CLOSE = { pixels: 48, cell: 6 };

class CloseUp {
    constructor(canvas, stage) {
        const { height, width } = stage;
        Object.assign(this, { canvas, stage, rows: Math.min(CLOSE.pixels, height), columns: Math.min(CLOSE.pixels, width) });
        [canvas.width, canvas.height] = [this.columns * CLOSE.cell, this.rows * CLOSE.cell];
        canvas.style.width = `${canvas.width}px`;
        this.shown = Math.max(height, width) > 2 * CLOSE.pixels;
        canvas.closest("figure").hidden = !this.shown;
        this.context = canvas.getContext("2d");
    }

    /** What the stage shows around a pixel, and on the stage where that is. */
    draw({ row, column }) {
        if (!this.shown)
            return;
        const { context, stage, rows, columns, canvas } = this;
        const within = (value, count) => Math.min(Math.max(value, 0), count);
        this.top = within(row - (rows >> 1), stage.height - rows);
        this.left = within(column - (columns >> 1), stage.width - columns);
        context.imageSmoothingEnabled = false;
        context.drawImage(stage.canvas, this.left, this.top, columns, rows, 0, 0, canvas.width, canvas.height);
        stage.outline(this.top, this.left, rows, columns);
    }

    /** Frames a pixel from outside. */
    mark(row, column) {
        if (!this.shown)
            return;
        const { context } = this, { cell } = CLOSE, [x, y] = [(column - this.left) * cell, (row - this.top) * cell];
        for (const [line, colour, out] of [[2, "#000", 3], [2, "#fff", 1]]) {
            [context.lineWidth, context.strokeStyle] = [line, colour];
            context.strokeRect(x - out, y - out, cell + 2 * out, cell + 2 * out);
        }
    }

    /** The spot that the brush would paint. */
    ring(row, column, radius) {
        if (!this.shown)
            return;
        const { context } = this, { cell } = CLOSE;
        circle(context, (column - this.left + 0.5) * cell, (row - this.top + 0.5) * cell, (radius + 0.5) * cell);
    }

    /** The pixel under a pointer. */
    pixelAt(event) {
        const box = this.canvas.getBoundingClientRect();
        const at = (from, size, count) => Math.min(Math.max(Math.floor(from / size * count), 0), count - 1);
        return {
            row: this.top + at(event.clientY - box.top, box.height, this.rows),
            column: this.left + at(event.clientX - box.left, box.width, this.columns),
        };
    }
}
