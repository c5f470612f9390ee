// One scan: h = (1 − sum p) x + sum p h of the line before, computed here in 32-bit numbers as the library does.
//
// Lines are counted in the order of the scan (t), pixels along a line by row or column (k). Neighbours are k − 1, k, k + 1 of the line
// before, or k alone. A neighbour outside the map does not exist; the first line is copied.

/** What x has a share of, for the reader: the rounding of 32-bit weights that sum to one is no share. */
function shareOfX({ enters }) {
    return Math.abs(enters) < 2 ** -22 ? 0 : enters;
}

class Walk {
    /** weights: 4 x neighbours x height x width, normalised already or raw by choice; gate: 4 x height x width, or null for 1 - sum p. */
    constructor(direction, { height, width, neighbours, x, weights, gate }) {
        const horizontal = direction < 2, size = height * width;
        this.gate = gate === null ? null : gate.subarray(direction * size, (direction + 1) * size);
        Object.assign(this, { direction, height, width, neighbours, x, horizontal, size });
        [this.lines, this.length] = horizontal ? [width, height] : [height, width];
        this.planes = Array.from({ length: neighbours }, (_, n) =>
            weights.subarray((direction * neighbours + n) * size, (direction * neighbours + n + 1) * size));
        this.h = new Float32Array(size);
        for (let t = 0; t < this.lines; t++)
            for (let k = 0; k < this.length; k++) {
                const { x: own, enters, beside } = this.terms(t, k);
                this.h[this.index(t, k)] = beside.reduce((total, { p, h }) => total + p * h, enters * own);
            }
    }

    /** The largest share that anything has, by its size. */
    get largest() {
        let most = 0;
        for (let t = 1; t < this.lines; t++)
            for (let k = 0; k < this.length; k++) {
                const { enters, beside } = this.terms(t, k);
                most = Math.max(most, Math.abs(enters), ...beside.map(({ p }) => Math.abs(p)));
            }
        return most;
    }

    /** The pixel at place k of line t, and back. */
    pixel(t, k) {
        const along = this.direction % 2 === 0 ? t : this.lines - 1 - t;
        return this.horizontal ? { row: k, column: along } : { row: along, column: k };
    }

    place({ row, column }) {
        const [along, k] = this.horizontal ? [column, row] : [row, column];
        return { t: this.direction % 2 === 0 ? along : this.lines - 1 - along, k };
    }

    index(t, k) {
        const { row, column } = this.pixel(t, k);
        return row * this.width + column;
    }

    /** What goes into a pixel: x, the sum of p, and of each neighbour that exists its offset, place, weight and hidden value. */
    terms(t, k) {
        const at = this.index(t, k), beside = [];
        for (let n = 0; n < this.neighbours && t > 0; n++) {
            const offset = this.neighbours === 1 ? 0 : n - 1;
            if (k + offset >= 0 && k + offset < this.length)
                beside.push({ offset, ...this.pixel(t - 1, k + offset), p: this.planes[n][at], h: this.h[this.index(t - 1, k + offset)] });
        }
        const sum = beside.reduce((total, { p }) => total + p, 0);
        return { x: this.x[at], h: this.h[at], sum, enters: this.gate === null ? 1 - sum : this.gate[at], beside };
    }

    /** The offsets that the connection has, whether or not they exist at a pixel. */
    get offsets() {
        return this.neighbours === 1 ? [0] : [-1, 0, 1];
    }

    /** Where a neighbour lies, in words. */
    side(offset) {
        if (offset === 0)
            return "straight behind";
        return this.horizontal ? `row ${offset < 0 ? "above" : "below"}` : `column ${offset < 0 ? "before" : "after"}`;
    }
}
