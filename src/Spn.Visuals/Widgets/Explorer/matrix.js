// G itself, for maps small enough: its rows and columns in the order of the scan, with lines between the blocks of two lines.

const MOST_OF_MATRIX = 256;

class Matrix {
    constructor(canvas, stage) {
        Object.assign(this, { canvas, stage, size: stage.size });
        this.shown = this.size <= MOST_OF_MATRIX;
        canvas.parentElement.hidden = !this.shown;
    }

    /** The pixels of a direction in the order of its scan. */
    order(field, direction) {
        const { lines, length, line, along, start } = field.walk(direction);
        return { length, pixels: Array.from({ length: lines * length }, (_, i) =>
            start + Math.floor(i / length) * line + i % length * along) };
    }

    /** One direction's G; for the mean of all four there is no order of one scan, so none is drawn. */
    draw(field, direction, at, asRow) {
        if (!this.shown)
            return;
        this.canvas.parentElement.hidden = direction === "all";
        if (direction === "all")
            return;
        const { canvas, size, stage } = this, { length, pixels } = this.order(field, direction);
        const cell = Math.max(2, Math.floor(420 / size));
        canvas.width = canvas.height = size * cell + 1;
        const context = canvas.getContext("2d"), row = new Float32Array(size);
        pixels.forEach((pixel, i) => {
            row.fill(0);
            field.addRow(direction, Math.floor(pixel / field.width), pixel % field.width, row);
            pixels.forEach((from, j) => {
                const value = Math.abs(row[from]);
                context.fillStyle = value === 0 ? "#fff" : stage.colour(value);
                context.fillRect(j * cell, i * cell, cell, cell);
            });
        });
        context.fillStyle = "#8c959f";
        for (let block = 0; block <= size; block += length) {
            context.fillRect(block * cell, 0, 1, canvas.height);
            context.fillRect(0, block * cell, canvas.width, 1);
        }
        const place = pixels.indexOf(at) * cell;
        context.lineWidth = 2;
        context.strokeStyle = "#d1242f";
        if (asRow)
            context.strokeRect(0, place, canvas.width, cell + 1);
        else
            context.strokeRect(place, 0, cell + 1, canvas.height);
    }
}
