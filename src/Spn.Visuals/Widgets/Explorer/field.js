// The weights of one connection on the page, and what they do: rows and columns of G, and the four scans.
//
// p is kept as whole numbers q, p = q / steps, one plane for each direction and neighbour, in the order of the image. A scan walks
// lines (t) and along each line (k): for the horizontal directions lines are columns. Neighbours are k - 1, k, k + 1 of the line
// before, or k alone. A neighbour outside the map does not exist; the first line is copied.

class Field {
    /** planes: Int8Array of 4 x neighbours x height x width; steps: what q is for p = 1. */
    constructor(height, width, neighbours, steps, planes) {
        Object.assign(this, { height, width, neighbours, steps, planes, size: height * width });
    }

    copy() {
        return new Field(this.height, this.width, this.neighbours, this.steps, this.planes.slice());
    }

    plane(direction, neighbour) {
        const start = (direction * this.neighbours + neighbour) * this.size;
        return this.planes.subarray(start, start + this.size);
    }

    /** How a direction walks the image: a pixel's place is start + t * line + k * along. */
    walk(direction) {
        const { height, width } = this;
        const horizontal = direction < 2;
        const lines = horizontal ? width : height;
        const line = (horizontal ? 1 : width) * (direction % 2 === 0 ? 1 : -1);
        return {
            lines, length: horizontal ? height : width, line, along: horizontal ? width : 1,
            start: direction % 2 === 0 ? 0 : (lines - 1) * (horizontal ? 1 : width),
        };
    }

    /** t and k of a pixel for a direction. */
    place(direction, row, column) {
        const t = [column, this.width - 1 - column, row, this.height - 1 - row][direction];
        return { t, k: direction < 2 ? row : column };
    }

    /** The weights of a direction as three planes; those of a one-way connection have nothing beside the middle. */
    weights(direction) {
        if (this.neighbours === 3)
            return [0, 1, 2].map(n => this.plane(direction, n));
        return [null, this.plane(direction, 0), null];
    }

    /** A row of G, added to out times share: who influences this pixel. Back along the scan by the adjoint, inside its cone. */
    addRow(direction, row, column, out, share = 1) {
        const { steps } = this, { lines, length, line, along, start } = this.walk(direction);
        const [lower, middle, upper] = this.weights(direction);
        const { t: last, k } = this.place(direction, row, column);
        // One place of margin at both ends takes what would leave the map; nothing does, since p is zero there.
        let sent = new Float64Array(length + 2), next = new Float64Array(length + 2);
        sent[k + 1] = 1;
        let [from, to] = [k, k];
        for (let t = last; t > 0; t--) {
            const base = start + t * line;
            for (let i = from; i <= to; i++) {
                const s = sent[i + 1];
                if (s === 0)
                    continue;
                const at = base + i * along;
                let sum = middle[at] / steps;
                next[i + 1] += sum * s;
                if (lower !== null) {
                    const low = i > 0 ? lower[at] / steps : 0, high = i < length - 1 ? upper[at] / steps : 0;
                    next[i] += low * s;
                    next[i + 2] += high * s;
                    sum += low + high;
                }
                out[at] += share * (1 - sum) * s;
            }
            sent.fill(0, from, to + 3);
            [sent, next] = [next, sent];
            if (lower !== null)
                [from, to] = [Math.max(from - 1, 0), Math.min(to + 1, length - 1)];
        }
        for (let i = from; i <= to; i++)
            out[start + i * along] += share * sent[i + 1];
    }

    /** A column of G, added to out times share: whom this pixel influences. An impulse, forwards inside its cone. */
    addColumn(direction, row, column, out, share = 1) {
        const { steps } = this, { lines, length, line, along, start } = this.walk(direction);
        const [lower, middle, upper] = this.weights(direction);
        const { t: first, k } = this.place(direction, row, column);
        let hidden = new Float64Array(length + 2), next = new Float64Array(length + 2);
        const own = start + first * line + k * along;
        hidden[k + 1] = first === 0 ? 1 : 1 - this.sumAt(direction, row, column);
        out[own] += share * hidden[k + 1];
        let [from, to] = [k, k];
        for (let t = first + 1; t < lines; t++) {
            if (lower !== null)
                [from, to] = [Math.max(from - 1, 0), Math.min(to + 1, length - 1)];
            const base = start + t * line;
            for (let i = from; i <= to; i++) {
                const at = base + i * along;
                let value = middle[at] * hidden[i + 1];
                if (lower !== null)
                    value += (i > 0 ? lower[at] * hidden[i] : 0) + (i < length - 1 ? upper[at] * hidden[i + 2] : 0);
                next[i + 1] = value / steps;
                out[at] += share * value / steps;
            }
            [hidden, next] = [next, hidden];
            next.fill(0, Math.max(from - 1, 0), to + 4);
        }
    }

    /** The sum of p over the neighbours that exist; zero on the first line of a scan. */
    sumAt(direction, row, column) {
        const { length, line, along, start } = this.walk(direction);
        const { t, k } = this.place(direction, row, column);
        if (t === 0)
            return 0;
        const at = start + t * line + k * along;
        const [lower, middle, upper] = this.weights(direction);
        const beside = lower === null ? 0 : (k > 0 ? lower[at] : 0) + (k < length - 1 ? upper[at] : 0);
        return (middle[at] + beside) / this.steps;
    }

    /** One scan of one channel of x into h: h = (1 - sum p) x + sum p h of the line before. */
    scan(direction, x, h) {
        const { steps } = this, { lines, length, line, along, start } = this.walk(direction);
        const [lower, middle, upper] = this.weights(direction);
        for (let k = 0; k < length; k++)
            h[start + k * along] = x[start + k * along];
        for (let t = 1; t < lines; t++) {
            let at = start + t * line, before = at - line;
            for (let k = 0; k < length; k++, at += along, before += along) {
                const own = x[at], m = middle[at];
                let value = m * (h[before] - own);
                if (lower !== null) {
                    if (k > 0)
                        value += lower[at] * (h[before - along] - own);
                    if (k < length - 1)
                        value += upper[at] * (h[before + along] - own);
                }
                h[at] = own + value / steps;
            }
        }
    }

    /** Four scans and their maximum for one channel: best gets the values, winner the directions; on a tie the earlier one wins. */
    propagate(x, best, winner, work) {
        this.scan(0, x, best);
        winner.fill(0);
        for (let direction = 1; direction < 4; direction++) {
            this.scan(direction, x, work);
            for (let i = 0; i < best.length; i++)
                if (work[i] > best[i]) {
                    best[i] = work[i];
                    winner[i] = direction;
                }
        }
    }
}
