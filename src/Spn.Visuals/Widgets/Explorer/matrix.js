// G itself, for maps small enough: its rows and columns in the order of the scan, with lines between the blocks of two lines.

const MOST_OF_MATRIX = 256;

class Matrix {
    constructor(canvas, stage) {
        Object.assign(this, { canvas, stage, size: stage.size });
        this.figure = canvas.closest("figure");
        this.shown = this.size <= MOST_OF_MATRIX;
        this.figure.hidden = !this.shown;
        this.whole = document.createElement("canvas");
        this.whole.width = this.whole.height = this.size;
        this.drawn = "";
    }

    /** The pixels of a direction in the order of its scan. */
    order({ height, width }, direction) {
        const length = direction < 2 ? height : width;
        return Array.from({ length: this.size }, (_, i) => {
            const [t, k] = [Math.floor(i / length), i % length];
            return [k * width + t, k * width + width - 1 - t, t * width + k, (height - 1 - t) * width + k][direction];
        });
    }

    /** G of a direction into a picture of one dot an entry. */
    fill(field, direction, pixels) {
        const row = new Float32Array(this.size), image = new ImageData(this.size, this.size), words = new Uint32Array(image.data.buffer);
        pixels.forEach((pixel, i) => {
            row.fill(0);
            field.addRow(direction, Math.floor(pixel / field.width), pixel % field.width, row);
            pixels.forEach((from, j) => {
                words[i * this.size + j] = row[from] === 0 ? 0xffffffff : 0xff000000 | this.stage.colour(Math.abs(row[from]));
            });
        });
        this.whole.getContext("2d").putImageData(image, 0, 0);
    }

    /** One direction's G; without a scan of its own there is no order, so none is drawn. version: changes with the weights. */
    draw(field, direction, at, asRow, version) {
        if (!this.shown)
            return;
        this.figure.hidden = typeof direction === "string";
        if (this.figure.hidden)
            return;
        const { canvas, size } = this, pixels = this.order(field, direction), length = direction < 2 ? field.height : field.width;
        if (this.drawn !== `${version} ${direction}`) {
            this.fill(field, direction, pixels);
            this.drawn = `${version} ${direction}`;
        }
        const cell = Math.max(2, Math.floor(520 / size)), context = canvas.getContext("2d");
        canvas.width = canvas.height = size * cell + 1;
        context.imageSmoothingEnabled = false;
        context.drawImage(this.whole, 0, 0, size * cell, size * cell);
        context.fillStyle = "#8c959f";
        for (let block = 0; block <= size; block += length) {
            context.fillRect(block * cell, 0, 1, canvas.height);
            context.fillRect(0, block * cell, canvas.width, 1);
        }
        const place = pixels.indexOf(at) * cell;
        context.lineWidth = 3;
        context.strokeStyle = "#d1242f";
        if (asRow)
            context.strokeRect(1, place, canvas.width - 2, cell + 1);
        else
            context.strokeRect(place, 1, cell + 1, canvas.height - 2);
    }
}
