// A small chart over T: a band, lines, and a cursor where we are.

class Chart {
    /**
     * across: T of each state; fromZero: whether zero belongs to the axis; lines: [{ values, colour }]; band: { low, high } or null;
     * choose(i) is called for a state that is pointed at.
     */
    constructor(svg, { across, lines, band, name, describe, fromZero }, choose) {
        const [width, height, left, top, bottom] = [440, 170, 76, 12, 42];
        const all = [...lines.map(line => line.values), ...(band === null ? [] : [band.low, band.high])].flat().filter(Number.isFinite);
        const positive = all.filter(value => value > 0);
        // What spans more than three powers of ten is readable by its logarithm only.
        const logarithmic = positive.length === all.length && all.length > 0 && Math.max(...all) > 1000 * Math.min(...all);
        // What grows so far with signs: by the logarithm on both sides of zero, in units of where it began.
        const drawnValues = [...lines.map(line => line.values), ...(band === null ? [] : [band.low, band.high])];
        const begin = Math.max(...drawnValues.map(values => Math.abs(values[0] ?? 0))) || 1;
        const growing = !logarithmic && all.some(value => Math.abs(value) > 1000 * begin);
        const bent = value => logarithmic ? Math.log10(value)
            : growing ? Math.sign(value) * Math.log10(1 + Math.abs(value) / begin) : value;
        if (fromZero && !logarithmic && !growing)
            all.push(0);
        let [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)].map(bent);
        if (!(high > low))
            [low, high] = [low - 0.5, high + 0.5];
        const [first, last] = [across[0], across.at(-1)];
        const x = t => last > first ? left + (t - first) / (last - first) * (width - left - 14) : (left + width) / 2;
        const y = value => height - bottom - (bent(value) - low) / (high - low) * (height - top - bottom);
        Object.assign(this, { x, across });
        svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        svg.setAttribute("aria-label", describe);
        const powers = ticks(low, high, 4).filter(Number.isInteger);
        const marks = logarithmic ? powers.map(power => [10 ** power, power])
            : growing ? powers.map(power => Math.sign(power) * begin * 10 ** Math.abs(power)).map(value => [value, bent(value)])
                : ticks(low, high, 3).map(value => [value, value]);
        for (const [value, at] of marks) {
            const place = height - bottom - (at - low) / (high - low) * (height - top - bottom);
            svg.append(drawn("line", { x1: left, x2: width - 14, y1: place, y2: place, stroke: "#e1e4e8" }),
                drawn("text", { x: left - 7, y: place + 4, "text-anchor": "end" }, pretty(value, 3)));
        }
        for (const t of [first, ...ticks(first, last, 6).filter(t => Number.isInteger(t) && x(t) - x(first) > 24)])
            svg.append(drawn("text", { x: x(t), y: height - bottom + 18, "text-anchor": "middle" }, String(t)));
        const axis = logarithmic ? `T; ${name} by its logarithm` : growing ? `T; ${name} by the logarithm, both signs` : "T";
        svg.append(drawn("text", { x: (left + width - 14) / 2, y: height - 3, "text-anchor": "middle" }, axis));
        svg.append(drawn("line", { x1: left, x2: width - 14, y1: height - bottom, y2: height - bottom, stroke: "#8c959f" }));
        const there = i => lines.every(line => Number.isFinite(line.values[i]));
        if (band !== null) {
            const inside = across.map((_, i) => i).filter(there);
            const edge = (values, order) => order.map(i => `${x(across[i])},${y(values[i])}`).join(" ");
            const points = `${edge(band.high, inside)} ${edge(band.low, [...inside].reverse())}`;
            svg.append(drawn("polygon", { points, fill: "#56b4e9", "fill-opacity": 0.35, stroke: "#56b4e9" }));
        }
        for (const { values, colour } of lines) {
            let [path, pen] = ["", "M"];
            values.forEach((value, i) => {
                if (Number.isFinite(value))
                    path += `${pen}${x(across[i])},${y(value)}`;
                pen = Number.isFinite(value) ? "L" : "M";
            });
            svg.append(drawn("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2 }));
            if (across.length <= 40)
                values.forEach((value, i) => Number.isFinite(value)
                    && svg.append(drawn("circle", { cx: x(across[i]), cy: y(value), r: 2.5, fill: colour })));
        }
        this.cursor = drawn("line", { y1: top, y2: height - bottom, stroke: "#1f2328", "stroke-dasharray": "4 3", "stroke-width": 1.5 });
        svg.append(this.cursor);
        svg.addEventListener("pointerdown", event => {
            const box = svg.getBoundingClientRect(), at = (event.clientX - box.left) / box.width * width;
            choose(across.reduce((best, t, i) => Math.abs(x(t) - at) < Math.abs(x(across[best]) - at) ? i : best, 0));
        });
    }

    show(i) {
        this.cursor.setAttribute("x1", this.x(this.across[i]));
        this.cursor.setAttribute("x2", this.x(this.across[i]));
    }
}
