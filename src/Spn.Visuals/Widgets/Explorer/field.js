// The weights of one connection on the page, and what they do: rows and columns of G, and the four scans.
//
// p is kept as whole numbers q, p = q / steps, one plane for each direction and neighbour, in the order of the scan: its lines (t) one
// after the other, and along each line k. So planes of the horizontal directions stand by columns. Neighbours are k - 1, k, k + 1 of the
// line before, or k alone. A neighbour outside the map does not exist, and neither does one of the first line: their q is zero.

/** Of stable weights (the sum of |p| is at most 1) what is smaller than this, out of 1, cannot grow again, and is left. */
const FAINT = 1e-10;

/** Rows and columns exchanged, in blocks that a processor holds; rows [r0, r1) and columns [c0, c1) of the result. */
function transpose(from, to, height, width, r0 = 0, r1 = height, c0 = 0, c1 = width) {
    for (let top = r0; top < r1; top += 32)
        for (let left = c0; left < c1; left += 32)
            for (let r = top, end = Math.min(top + 32, r1); r < end; r++)
                for (let c = left, stop = Math.min(left + 32, c1); c < stop; c++)
                    to[r * width + c] = from[c * height + r];
}

class Field {
    /**
     * planes: Int8Array of 4 x neighbours x height x width in the order of the image; steps: what q is for p = 1; gate: the input gate, a
     * Float32Array of 4 x height x width by which x enters instead of 1 - sum p, or null; chunk: lines after which a scan starts anew.
     */
    constructor(height, width, neighbours, steps, stable, planes, gate = null, chunk = 0) {
        Object.assign(this, { height, width, neighbours, steps, stable, directions: 4, size: height * width, gate, chunk });
        this.planes = planes.slice();
        this.turn(planes, this.planes, 2 * neighbours);
        if (gate !== null)
            this.turn(gate.slice(), gate, 2);
        this.sideways = new Float32Array(this.size);
    }

    /** Planes of the horizontal directions, which come first, by columns. */
    turn(from, to, count) {
        for (let i = 0; i < count; i++) {
            const [start, end] = [i * this.size, (i + 1) * this.size];
            transpose(from.subarray(start, end), to.subarray(start, end), this.width, this.height);
        }
    }

    /** The input gate of a direction, or null. */
    gates(direction) {
        return this.gate === null ? null : this.gate.subarray(direction * this.size, (direction + 1) * this.size);
    }

    /** Whether a pixel has a neighbour: none on the first line of a scan, or of a chunk. */
    exists(direction, row, column, n) {
        const { t, k } = this.place(direction, row, column), { length } = this.walk(direction);
        return t > 0 && (this.chunk === 0 || t % this.chunk > 0) && (this.neighbours === 1 || k + n - 1 >= 0 && k + n - 1 < length);
    }

    plane(direction, neighbour) {
        const start = (direction * this.neighbours + neighbour) * this.size;
        return this.planes.subarray(start, start + this.size);
    }

    /** How a direction walks its planes: line t starts at start + t * step. */
    walk(direction) {
        const [lines, length] = direction < 2 ? [this.width, this.height] : [this.height, this.width];
        return direction % 2 === 0 ? { lines, length, start: 0, step: length }
            : { lines, length, start: (lines - 1) * length, step: -length };
    }

    /** t and k of a pixel for a direction. */
    place(direction, row, column) {
        const t = [column, this.width - 1 - column, row, this.height - 1 - row][direction];
        return { t, k: direction < 2 ? row : column };
    }

    /** Where a pixel's weights stand in the planes of a direction. */
    at(direction, row, column) {
        return direction < 2 ? column * this.height + row : row * this.width + column;
    }

    /** The weights of a direction as planes: below, middle, above, or the middle alone. */
    weights(direction) {
        return this.neighbours === 3 ? [0, 1, 2].map(n => this.plane(direction, n)) : [null, this.plane(direction, 0), null];
    }

    /** A row of G, added to out times share: who influences this pixel. */
    addRow(direction, row, column, out, share = 1) {
        this.add(direction, out, target => this.back(direction, row, column, target, share));
    }

    /** A column of G, added to out times share: whom this pixel influences. */
    addColumn(direction, row, column, out, share = 1) {
        this.add(direction, out, target => this.forth(direction, row, column, target, share));
    }

    /** Lets a scan write into out, which the horizontal ones see by columns; it returns the part that it wrote, in lines and along them. */
    add(direction, out, scan) {
        if (direction >= 2) {
            scan(out);
            return;
        }
        const { sideways, height, width } = this;
        const { first, last, low, high } = scan(sideways);
        for (let top = low; top <= high; top += 32)
            for (let c = first; c <= last; c++)
                for (let r = top, end = Math.min(top + 31, high); r <= end; r++) {
                    out[r * width + c] += sideways[c * height + r];
                    sideways[c * height + r] = 0;
                }
    }

    /**
     * Back along the scan by the adjoint, inside its cone: line t of the row is (1 - sum p) s, or the gate times s, and w' s goes on to the
     * line before.
     */
    back(direction, row, column, out, share) {
        const { lines, length, start, step } = this.walk(direction), [lower, middle, upper] = this.weights(direction);
        const gate = this.gates(direction);
        const { t: last, k } = this.place(direction, row, column);
        // One place of margin at both ends takes what would leave the map; nothing does, since p is zero there.
        let sent = new Float64Array(length + 2), next = new Float64Array(length + 2);
        const unit = 1 / this.steps, faint = this.stable ? FAINT : 0;
        sent[k + 1] = 1;
        let [from, to, low, high, t] = [k, k, k, k, last];
        for (; t >= 0; t--) {
            while (from <= to && Math.abs(sent[from + 1]) <= faint)
                sent[from++ + 1] = 0;
            while (from <= to && Math.abs(sent[to + 1]) <= faint)
                sent[to-- + 1] = 0;
            if (from > to)
                break;
            [low, high] = [Math.min(low, from), Math.max(high, to)];
            const base = start + t * step;
            if (lower === null)
                for (let i = from, at = base + from; i <= to; i++, at++) {
                    const s = sent[i + 1], p = s * unit * middle[at];
                    next[i + 1] = p;
                    out[at] += share * (gate === null ? s - p : s * gate[at]);
                }
            else
                for (let i = from, at = base + from; i <= to; i++, at++) {
                    const s = sent[i + 1], u = s * unit;
                    const below = lower[at], same = middle[at], above = upper[at];
                    next[i] += below * u;
                    next[i + 1] += same * u;
                    next[i + 2] += above * u;
                    out[at] += share * (gate === null ? s - (below + same + above) * u : s * gate[at]);
                }
            sent.fill(0, from, to + 3);
            [sent, next] = [next, sent];
            if (lower !== null)
                [from, to] = [Math.max(from - 1, 0), Math.min(to + 1, length - 1)];
        }
        return this.written(direction, lines, t + 1, last, low, high);
    }

    /** An impulse forth along the scan, inside its cone: 1 - sum p of the pixel, or its gate, then w line after line. */
    forth(direction, row, column, out, share) {
        const { lines, length, start, step } = this.walk(direction), [lower, middle, upper] = this.weights(direction);
        const { t: first, k } = this.place(direction, row, column);
        let hidden = new Float64Array(length + 2), next = new Float64Array(length + 2);
        const unit = 1 / this.steps, faint = this.stable ? FAINT : 0;
        hidden[k + 1] = this.gates(direction)?.[this.at(direction, row, column)] ?? 1 - this.sumAt(direction, row, column);
        out[start + first * step + k] += share * hidden[k + 1];
        let [from, to, low, high, t] = [k, k, k, k, first + 1];
        for (; t < lines; t++) {
            while (from <= to && Math.abs(hidden[from + 1]) <= faint)
                hidden[from++ + 1] = 0;
            while (from <= to && Math.abs(hidden[to + 1]) <= faint)
                hidden[to-- + 1] = 0;
            if (from > to)
                break;
            if (lower !== null)
                [from, to] = [Math.max(from - 1, 0), Math.min(to + 1, length - 1)];
            [low, high] = [Math.min(low, from), Math.max(high, to)];
            for (let i = from, at = start + t * step + from; i <= to; i++, at++) {
                let value = middle[at] * hidden[i + 1];
                if (lower !== null)
                    value += lower[at] * hidden[i] + upper[at] * hidden[i + 2];
                value *= unit;
                next[i + 1] = value;
                out[at] += share * value;
            }
            [hidden, next] = [next, hidden];
            next.fill(0, Math.max(from - 1, 0), to + 4);
        }
        return this.written(direction, lines, first, t - 1, low, high);
    }

    /** Lines of a scan as lines of its planes. */
    written(direction, lines, first, last, low, high) {
        return direction % 2 === 0 ? { first, last, low, high } : { first: lines - 1 - last, last: lines - 1 - first, low, high };
    }

    /** The sum of p over the neighbours that exist; zero on the first line of a scan. */
    sumAt(direction, row, column) {
        const at = this.at(direction, row, column);
        return this.weights(direction).reduce((sum, plane) => sum + (plane === null ? 0 : plane[at]), 0) / this.steps;
    }

    /** One scan of a channel of x into h, both as the planes stand: h = (1 - sum p) x + sum p h of the line before, or gate x + sum p h. */
    scan(direction, x, h) {
        const { lines, length, start, step } = this.walk(direction), [lower, middle, upper] = this.weights(direction);
        const gate = this.gates(direction);
        const unit = 1 / this.steps;
        let before = new Float64Array(length + 2), line = new Float64Array(length + 2);
        for (let t = 0; t < lines; t++) {
            const base = start + t * step;
            if (gate !== null)
                for (let k = 0, at = base; k < length; k++, at++) {
                    const sides = lower === null ? 0 : lower[at] * before[k] + upper[at] * before[k + 2];
                    line[k + 1] = gate[at] * x[at] + (middle[at] * before[k + 1] + sides) * unit;
                }
            else if (t === 0)
                for (let k = 0; k < length; k++)
                    line[k + 1] = x[base + k];
            else if (lower === null)
                for (let k = 0, at = base; k < length; k++, at++) {
                    const own = x[at];
                    line[k + 1] = own + middle[at] * (before[k + 1] - own) * unit;
                }
            else {
                let [left, here] = [0, before[1]];
                for (let k = 0, at = base; k < length; k++, at++) {
                    const own = x[at], right = before[k + 2];
                    line[k + 1] = own + (lower[at] * (left - own) + middle[at] * (here - own) + upper[at] * (right - own)) * unit;
                    left = here;
                    here = right;
                }
            }
            for (let k = 0; k < length; k++)
                h[base + k] = line[k + 1];
            [before, line] = [line, before];
        }
    }

    /**
     * Four scans and their maximum for one channel, given in the order of the image (x) and by columns (turned): best gets the values,
     * winner the directions; on a tie the earlier one wins. work: two floating planes and one of bytes.
     */
    propagate(x, turned, best, winner, { one, other, which }) {
        const { height, width } = this;
        this.scan(0, turned, one);
        this.scan(1, turned, other);
        which.fill(0);
        larger(other, one, which, 1);
        transpose(one, best, height, width);
        transpose(which, winner, height, width);
        for (const direction of [2, 3]) {
            this.scan(direction, x, other);
            larger(other, best, winner, direction);
        }
    }
}

/** The larger of two maps, and in which the name of the other one where that is larger. */
function larger(other, best, which, name) {
    for (let i = 0; i < best.length; i++)
        if (other[i] > best[i]) {
            best[i] = other[i];
            which[i] = name;
        }
}
