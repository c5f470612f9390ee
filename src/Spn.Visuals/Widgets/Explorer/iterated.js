// An operator that takes from all eight neighbours at once, n times: its rows, its columns, and what it makes of a map.
//
// q is kept as whole numbers, q = p * steps, eight planes in the order of the image: above left, above, above right, left, right, below
// left, below, below right. A neighbour outside the map does not exist: its q is zero.

const AROUND = [[-1, -1], [-1, 0], [-1, 1], [0, -1], [0, 1], [1, -1], [1, 0], [1, 1]];

class IteratedField {
    /** planes: Int16Array of 8 x height x width; count: n; fromStart: the centre weight is on x; hinted: one byte a pixel, or null. */
    constructor(height, width, steps, planes, { count, fromStart, hinted }) {
        Object.assign(this, { height, width, steps, planes: planes.slice(), count, fromStart, hinted, size: height * width });
        [this.neighbours, this.directions] = [8, 1];
    }

    at(direction, row, column) {
        return row * this.width + column;
    }

    exists(direction, row, column, n) {
        const [r, c] = [row + AROUND[n][0], column + AROUND[n][1]];
        return r >= 0 && r < this.height && c >= 0 && c < this.width;
    }

    /** What remains for the centre: 1 - the sum of q. */
    centre(at) {
        const { planes, size } = this;
        let sum = 0;
        for (let k = 0; k < 8; k++)
            sum += planes[k * size + at];
        return 1 - sum / this.steps;
    }

    /** The pixels that n steps reach, with a border of one. */
    window(row, column) {
        const { count, height, width } = this;
        const [top, left] = [Math.max(0, row - count), Math.max(0, column - count)];
        const [bottom, right] = [Math.min(height - 1, row + count), Math.min(width - 1, column + count)];
        const stride = right - left + 3, place = (r, c) => (r - top + 1) * stride + c - left + 1;
        const make = () => new Float64Array((bottom - top + 3) * stride);
        return { top, left, bottom, right, stride, place, make, offsets: AROUND.map(([r, c]) => r * stride + c) };
    }

    /** Visits the pixels within t steps of one. */
    each({ top, left, bottom, right }, row, column, t, visit) {
        const first = Math.max(left, column - t), last = Math.min(right, column + t);
        for (let r = Math.max(top, row - t), end = Math.min(bottom, row + t); r <= end; r++)
            for (let c = first; c <= last; c++)
                visit(r, c);
    }

    /** A row, added to out: who influences this pixel; a hint by the value that it is set to. By the adjoint, step after step. */
    addRow(direction, row, column, out, share = 1) {
        const { planes, size, width, count, fromStart, hinted } = this, unit = 1 / this.steps, view = this.window(row, column);
        const { offsets, place } = view;
        let [sent, next] = [view.make(), view.make()];
        sent[place(row, column)] = 1;
        this.fromHints = 0;
        for (let t = 0; t < count; t++) {
            next.fill(0);
            this.each(view, row, column, t, (r, c) => {
                const i = place(r, c), s = sent[i], at = r * width + c;
                if (s === 0)
                    return;
                if (hinted?.[at]) {
                    out[at] += share * s;
                    this.fromHints += share * s;
                    return;
                }
                let sum = 0;
                for (let k = 0; k < 8; k++) {
                    const q = planes[k * size + at] * unit;
                    sum += q;
                    next[i + offsets[k]] += q * s;
                }
                if (fromStart)
                    out[at] += share * (1 - sum) * s;
                else
                    next[i] += (1 - sum) * s;
            });
            [sent, next] = [next, sent];
        }
        this.each(view, row, column, count, (r, c) => { out[r * width + c] += share * sent[place(r, c)]; });
    }

    /** A column, added to out: whom this pixel influences. An impulse, step after step; where it is a hint, it stays. */
    addColumn(direction, row, column, out, share = 1) {
        const { planes, size, width, count, fromStart, hinted } = this, unit = 1 / this.steps, view = this.window(row, column);
        const { offsets, place } = view, source = place(row, column);
        let [hidden, next] = [view.make(), view.make()];
        hidden[source] = 1;
        for (let t = 1; t <= count; t++) {
            this.each(view, row, column, t, (r, c) => {
                const i = place(r, c), at = r * width + c;
                if (hinted?.[at]) {
                    next[i] = i === source ? 1 : 0;
                    return;
                }
                let [sum, used] = [0, 0];
                for (let k = 0; k < 8; k++) {
                    const q = planes[k * size + at] * unit;
                    used += q;
                    sum += q * hidden[i + offsets[k]];
                }
                next[i] = sum + (1 - used) * (fromStart ? (i === source ? 1 : 0) : hidden[i]);
            });
            [hidden, next] = [next, hidden];
        }
        this.each(view, row, column, count, (r, c) => { out[r * width + c] += share * hidden[place(r, c)]; });
    }

    /** The steps on a whole map, which best gets; there is one operator, so nothing wins over another. Hint pixels keep x. */
    propagate(x, turned, best, winner) {
        const { planes, size, height, width, count, fromStart, hinted } = this, unit = 1 / this.steps, stride = width + 2;
        const offsets = AROUND.map(([r, c]) => r * stride + c), centres = Float64Array.from({ length: size }, (_, at) => this.centre(at));
        let [h, next] = [new Float64Array((height + 2) * stride), new Float64Array((height + 2) * stride)];
        for (let r = 0; r < height; r++)
            h.set(x.subarray(r * width, (r + 1) * width), (r + 1) * stride + 1);
        for (let t = 0; t < count; t++) {
            for (let r = 0, at = 0; r < height; r++)
                for (let c = 0, i = (r + 1) * stride + 1; c < width; c++, i++, at++) {
                    if (hinted !== null && hinted[at]) {
                        next[i] = x[at];
                        continue;
                    }
                    let sum = 0;
                    for (let k = 0, q = at; k < 8; k++, q += size)
                        sum += planes[q] * h[i + offsets[k]];
                    next[i] = sum * unit + centres[at] * (fromStart ? x[at] : h[i]);
                }
            [h, next] = [next, h];
        }
        for (let r = 0; r < height; r++)
            for (let c = 0; c < width; c++)
                best[r * width + c] = h[(r + 1) * stride + 1 + c];
        winner.fill(0);
    }
}
