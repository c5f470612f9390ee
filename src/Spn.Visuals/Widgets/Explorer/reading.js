// What the row or column says in numbers.

const LIKE = 5;   // how many of the largest entries are named

/** The numbers of a row or column: sum, share of the pixel itself and of its class, reach, and its largest entries. */
function reading(world, heat, row, column, labels) {
    const { height, width } = world;
    const at = row * width + column;
    let [sum, magnitude, high] = [0, 0, 0];
    const ofClass = new Float64Array(256);
    const rings = new Float64Array(Math.ceil(Math.hypot(height, width)) + 2);
    for (let r = 0, i = 0; r < height; r++)
        for (let c = 0; c < width; c++, i++) {
            const value = heat[i];
            if (value === 0)
                continue;
            const size = Math.abs(value);
            sum += value;
            magnitude += size;
            high = Math.max(high, size);
            if (labels !== null)
                ofClass[labels[i]] += value;
            const ring = Math.round(Math.hypot(r - row, c - column));
            rings[ring] = Math.max(rings[ring], size);
        }
    return { at, sum, magnitude, high, own: heat[at], ofClass, reach: reach(rings), top: largest(heat, width) };
}

/** The distance from which on every entry is below 1/e of the largest one, in pixels. */
function reach(rings) {
    const limit = Math.max(...rings) / Math.E;
    let last = rings.length - 1;
    while (last > 0 && rings[last] < limit)
        last--;
    return last + 1;
}

function largest(heat, width) {
    const top = [];
    for (let i = 0; i < heat.length; i++) {
        const size = Math.abs(heat[i]);
        if (size === 0 || top.length === LIKE && size <= top[LIKE - 1].size)
            continue;
        top.push({ size, value: heat[i], row: Math.floor(i / width), column: i % width });
        top.sort((a, b) => b.size - a.size);
        top.length = Math.min(top.length, LIKE);
    }
    return top;
}

const percent = value => Number.isFinite(value) ? `${(100 * value).toFixed(Math.abs(value) < 0.0995 ? 2 : 1)} %` : "–";
