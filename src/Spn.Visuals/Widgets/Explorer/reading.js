// What a row or column says in numbers.

const LIKE = 5;   // how many of the largest entries are named
const IGNORED = 255;   // the label of a pixel whose class is not known

/**
 * The numbers of a row or column: sum, entry of the pixel itself, reach, its largest entries, how many are not finite; and, where the
 * class of the pixel is known, the shares of its own class, of the others, and of pixels whose class is not known. They are shares of the
 * sum, or of the sum of magnitudes where an input gate lets the sum be anything.
 */
function reading(world, heat, row, column, labels, gated) {
    const { height, width } = world, at = row * width + column;
    let [sum, magnitudes, negative, wrong] = [0, 0, 0, 0];
    const ofClass = new Float64Array(256), top = [];
    const rings = new Float64Array(Math.ceil(Math.hypot(height, width)) + 2);
    for (let r = 0, i = 0; r < height; r++)
        for (let c = 0; c < width; c++, i++) {
            const value = heat[i];
            if (value === 0)
                continue;
            const size = Math.abs(value), ring = Math.round(Math.sqrt((r - row) * (r - row) + (c - column) * (c - column)));
            if (!(size < Infinity))
                wrong++;
            sum += value;
            magnitudes += size;
            if (value < 0)
                negative += value;
            if (labels !== null)
                ofClass[labels[i]] += gated ? size : value;
            if (size > rings[ring])
                rings[ring] = size;
            if (top.length < LIKE || size > top[LIKE - 1].size) {
                top.push({ size, value, row: r, column: c });
                top.sort((a, b) => b.size - a.size);
                top.length = Math.min(top.length, LIKE);
            }
        }
    const [whole, known] = [gated ? magnitudes : sum, labels !== null && labels[at] !== IGNORED];
    const [unknown, mine] = known ? [ofClass[IGNORED] / whole, ofClass[labels[at]] / whole] : [NaN, NaN];
    return { at, sum, magnitudes, negative, wrong, own: heat[at], mine, unknown, others: 1 - mine - unknown, reach: reach(rings), top };
}

/** The distance from which on every entry is below 1/e of the largest one, in pixels. */
function reach(rings) {
    const limit = Math.max(...rings) / Math.E;
    let last = rings.length - 1;
    while (last > 0 && rings[last] < limit)
        last--;
    return last + 1;
}

/** What two rows have in common: the sum of their smaller entries, or of smaller magnitudes of one sign where there is an input gate. */
function overlap(one, other, gated) {
    let sum = 0;
    for (let i = 0; i < one.length; i++)
        if (one[i] > 0 && other[i] > 0)
            sum += Math.min(one[i], other[i]);
        else if (gated && one[i] < 0 && other[i] < 0)
            sum -= Math.max(one[i], other[i]);
    return sum;
}

/** A rounded number with a true minus sign; zero has none. */
const signed = text => text.replace(/^-(?=[0.]+$)/, "").replace("-", "−");

/** A sum. */
const total = value => !Number.isFinite(value) ? "not finite" : Math.abs(value) < 1e6 ? signed(value.toFixed(4)) : pretty(value);

/** A share with three figures. */
function percent(value) {
    if (!Number.isFinite(value))
        return Number.isNaN(value) ? "–" : pretty(value);
    const size = Math.abs(value);
    return `${size < 1e4 ? signed((100 * value).toFixed(size < 0.0995 ? 2 : 1)) : pretty(100 * value, 3)} %`;
}

/** A score, as tables of scores have it. */
const score = value => Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : "–";
