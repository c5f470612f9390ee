// Walls and doors under the brush, and the way back.

/** A door: every neighbour that exists gets the same share of this sum. */
const OPEN = 0.98;

class Brush {
    constructor(field) {
        this.first = field.copy();
        this.field = field;
        this.edited = new Map();
        this.past = [];
    }

    /** A stroke begins: what it changes is undone as one. */
    begin() {
        this.past.push(new Map());
    }

    /** Paints a round spot. */
    paint(row, column, radius, kind) {
        const { height, width } = this.field;
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

    undo() {
        const stroke = this.past.pop();
        if (stroke !== undefined)
            for (const [i, kind] of stroke)
                this.set(i, kind);
    }

    reset() {
        for (const i of [...this.edited.keys()])
            this.set(i, undefined);
        this.past = [];
    }

    /** The weights into a pixel: none for a wall, equal ones for a door, those of the page for neither. */
    set(i, kind) {
        const { field, first } = this;
        const { width, neighbours, size } = field;
        if (kind === undefined)
            this.edited.delete(i);
        else
            this.edited.set(i, kind);
        const [row, column] = [Math.floor(i / width), i % width];
        for (let direction = 0; direction < 4; direction++) {
            const { length } = field.walk(direction);
            const { k } = field.place(direction, row, column);
            const exists = n => neighbours === 1 || k + n - 1 >= 0 && k + n - 1 < length;
            const present = [0, 1, 2].slice(0, neighbours).filter(exists).length;
            for (let n = 0; n < neighbours; n++) {
                const at = (direction * neighbours + n) * size + i;
                field.planes[at] = kind === undefined ? first.planes[at]
                    : kind === "wall" || !exists(n) ? 0 : Math.round(OPEN / present * field.steps);
            }
        }
    }
}
