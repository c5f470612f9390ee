// Walls and doors under the brush, in all weights of the page, and the way back.

/** A door: every neighbour that exists gets the same share of this sum. */
const OPEN = 0.98;

class Brush {
    constructor(fields) {
        this.fields = fields;
        this.first = new Map();
        this.edited = new Map();
        this.past = [];
        /** Whether all weights have steps fine enough for the equal shares of a door; weights far above one have not. */
        this.opens = fields.every(({ neighbours, steps }) => OPEN / neighbours * steps >= 1);
    }

    /** A stroke begins: what it changes is undone as one. */
    begin() {
        this.past.push(new Map());
    }

    /** Paints a round spot. */
    paint(row, column, radius, kind) {
        const { height, width } = this.fields[0];
        const stroke = this.past[this.past.length - 1];
        for (let r = Math.max(0, row - radius); r <= Math.min(height - 1, row + radius); r++)
            for (let c = Math.max(0, column - radius); c <= Math.min(width - 1, column + radius); c++) {
                const i = r * width + c;
                if (Math.hypot(r - row, c - column) > radius + 0.25 || this.edited.get(i) === kind)
                    continue;
                if (!stroke.has(i))
                    stroke.set(i, this.edited.get(i));
                this.set(i, kind);
            }
    }

    /** A pointer leaves out pixels: paints all spots from one place to another. */
    line(from, to, radius, kind) {
        const count = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column), 1);
        for (let i = 1; i <= count; i++)
            this.paint(
                Math.round(from.row + (to.row - from.row) * i / count), Math.round(from.column + (to.column - from.column) * i / count),
                radius, kind);
    }

    undo() {
        for (const [i, kind] of this.past.pop() ?? [])
            this.set(i, kind);
    }

    reset() {
        for (const i of [...this.edited.keys()])
            this.set(i, undefined);
        this.past = [];
    }

    /** The weights into a pixel: none for a wall, equal ones for a door, those of the page for neither. */
    set(i, kind) {
        const { width } = this.fields[0], [row, column] = [Math.floor(i / width), i % width];
        if (!this.first.has(i))
            this.first.set(i, this.fields.map(field => this.places(field, row, column).map(at => field.planes[at])));
        this.fields.forEach((field, f) => this.places(field, row, column).forEach((at, place) => {
            const [direction, n] = [Math.floor(place / field.neighbours), place % field.neighbours];
            field.planes[at] = kind === undefined ? this.first.get(i)[f][place]
                : kind === "wall" ? 0 : this.door(field, direction, row, column, n);
        }));
        if (kind === undefined) {
            this.edited.delete(i);
            this.first.delete(i);
        } else {
            this.edited.set(i, kind);
        }
    }

    /** Where a pixel's weights stand: directions, and in each the neighbours. */
    places(field, row, column) {
        return Array.from({ length: field.directions * field.neighbours }, (_, place) =>
            place * field.size + field.at(Math.floor(place / field.neighbours), row, column));
    }

    /** The weight of a neighbour of a door: the same for all that exist. */
    door(field, direction, row, column, n) {
        const exists = m => field.exists(direction, row, column, m);
        const present = Array.from({ length: field.neighbours }, (_, m) => m).filter(exists).length;
        return exists(n) ? Math.floor(OPEN / present * field.steps) : 0;
    }
}
