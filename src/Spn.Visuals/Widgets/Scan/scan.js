// The scan player: where the scan is, and the pixel of its line that is explained.

class ScanPlayer {
    constructor(root, data, part) {
        Object.assign(this, { root, data, part });
        this.walks = NAMES.map((_, direction) => new Walk(direction, data));
        const largest = Math.max(1, ...this.walks.map(walk => walk.largest));
        this.signed = new Scale({ low: -largest, middle: 0, high: largest, diverging: true }, data.signed);
        this.layers = [0, 1].map(() => new Layer(data.height, data.width));
        this.pictures = [new Picture(part("input"), data.height, data.width, 560, () => this.paint(0)),
            new Picture(part("map"), data.height, data.width, 560, () => this.paint(1))];
        this.strip = new Strip(part("strip"), k => this.choose(this.walk.pixel(this.t, k)));
        data.scale.legend(part("legend"), "");
        this.signed.legend(part("weights-legend"), "p");
        part("exact").textContent = `The page computes the scan from the exact weights, ${data.said}.`;
        root.querySelector(`[data-choice="direction"] input[value="${data.direction}"]`).checked = true;
        root.querySelector("form").addEventListener("input", () => this.turn(Number(chosen(root, "direction"))));
        part("map").addEventListener("keydown", event => this.choose(pixelAfter(event, this.pixel, data)));
        for (const picture of this.pictures) {
            picture.canvas.addEventListener("pointerdown", event => this.choose(picture.pixelAt(event)));
            picture.canvas.addEventListener("pointermove", event => event.buttons === 1 && this.choose(picture.pixelAt(event)));
        }
        this.playback = new Playback(part, 1, step => this.show(step), step => `line ${step + 1} of ${this.walk.lines}`);
        this.pixel = { row: data.start[0], column: data.start[1] };
        this.turn(data.direction);
    }

    /** Another direction; the pixel stays. */
    turn(direction) {
        this.playback.pause();
        this.walk = this.walks[direction];
        this.layers[0].words.set(Array.from(this.data.x, value => this.data.scale.word(value)));
        this.layers[0].flush();
        this.part("slider").max = this.walk.lines - 1;
        this.playback.count = this.walk.lines;
        this.k = this.walk.place(this.pixel).k;
        this.go(this.walk.place(this.pixel).t);
    }

    go(t) {
        this.t = t;
        this.playback.go(t);
    }

    /** Explains a pixel; the scan goes to its line. */
    choose(pixel) {
        if (pixel === null)
            return;
        this.playback.pause();
        const { t, k } = this.walk.place(pixel);
        this.k = k;
        this.go(t);
        this.part("said").textContent = `${this.part("pixel").textContent}. ${this.part("equation").textContent}`;
    }

    show(t) {
        const { walk, data, k } = this, [, hidden] = this.layers;
        this.t = t;
        this.pixel = walk.pixel(t, k);
        hidden.words.fill(0);
        for (let line = 0; line <= t; line++)
            for (let along = 0; along < walk.length; along++) {
                const at = walk.index(line, along);
                hidden.words[at] = data.scale.word(walk.h[at]);
            }
        hidden.flush();
        this.pictures.forEach(picture => picture.draw());
        this.strip.show(walk, t, k, this.signed);
        this.part("strip-caption").textContent = `Weights of this `
            + `${walk.horizontal ? "column" : "row"}, ${walk.horizontal ? this.pixel.column : this.pixel.row}`
            + `${t === 0 ? ": the first line of the scan has no line before it" : ""}`;
        closeup(this.part("closeup"), walk, t, k, data.scale);
        this.explain();
    }

    paint(which) {
        const { walk, t, data } = this, picture = this.pictures[which];
        if (walk === undefined)
            return;
        const values = which === 0 ? data.x : walk.h, done = walk.place.bind(walk);
        if (which === 1)
            this.hatch(picture);
        picture.place(this.layers[which].canvas);
        picture.numbers(i => which === 1 && done({ row: Math.floor(i / data.width), column: i % data.width }).t > t ? ""
            : pretty(values[i], 2),
            i => data.scale.ink(values[i]));
        const { row, column } = this.pixel;
        const line = walk.horizontal ? [0, column, data.height, 1] : [row, 0, 1, data.width];
        picture.frame(...line, 3);
        if (which === 1 && picture.unit >= 10)
            walk.terms(t, this.k).beside.forEach(beside => this.link(picture, beside));
        picture.frame(row, column, 1, 1, 11);
    }

    /** Lines under what the scan has not reached. */
    hatch({ context, canvas }) {
        context.fillStyle = "#f6f8fa";
        context.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
        [context.strokeStyle, context.lineWidth] = ["#c4cbd3", 1];
        context.beginPath();
        for (let x = -canvas.clientHeight; x < canvas.clientWidth; x += 8) {
            context.moveTo(x, canvas.clientHeight);
            context.lineTo(x + canvas.clientHeight, 0);
        }
        context.stroke();
    }

    /** An arrow on the map from a neighbour to the pixel. */
    link(picture, { row, column, p }) {
        const { context, unit } = picture, from = picture.middle(row, column), to = picture.middle(this.pixel.row, this.pixel.column);
        const long = Math.hypot(to.x - from.x, to.y - from.y), [ux, uy] = [(to.x - from.x) / long, (to.y - from.y) / long];
        const shift = Math.min(unit * 0.32, 26), start = { x: from.x + ux * shift, y: from.y + uy * shift },
            end = { x: to.x - ux * shift, y: to.y - uy * shift };
        const head = Math.min(8, unit / 3);
        for (const [extra, colour] of [[3, "#fff"], [0, signed(p)]]) {
            context.strokeStyle = context.fillStyle = colour;
            context.lineWidth = 1.5 + 2.5 * Math.min(Math.abs(p), 1) + extra;
            context.beginPath();
            context.moveTo(start.x, start.y);
            context.lineTo(end.x - ux * head / 2, end.y - uy * head / 2);
            context.stroke();
            const size = head + extra / 2;
            context.beginPath();
            context.moveTo(end.x + ux * extra / 2, end.y + uy * extra / 2);
            context.lineTo(end.x - ux * size - uy * size * 0.7, end.y - uy * size + ux * size * 0.7);
            context.lineTo(end.x - ux * size + uy * size * 0.7, end.y - uy * size - ux * size * 0.7);
            context.fill();
        }
    }

    /** The equation of the pixel: in letters, in numbers, and what comes out. */
    explain() {
        const { walk, t, k } = this, { row, column } = this.pixel, { x, h, sum, beside } = walk.terms(t, k);
        this.part("pixel").textContent = `Pixel at row ${row}, column ${column}`;
        const term = (words, colour) => {
            const span = made("span", {}, words);
            span.style.color = colour;
            return span;
        };
        // A negative number after a sign stands in brackets.
        const factor = (value, digits) => pretty(value, digits).replace(/^−.*/, "($&)");
        const lines = t === 0 ? [[term(`h = x = ${pretty(x)}`, "#1f2328"), " (the first line of a scan is copied)"]] : [
            ["h = ", term("(1 − Σp)·x", "#57606a"),
                ...beside.flatMap(({ p, row: r, column: c }) => [" + ", term(`p·h(${r}, ${c})`, signed(p))])],
            ["= ", term(`(1 − ${factor(sum, 3)})·${factor(x, 3)}`, "#57606a"),
                ...beside.flatMap(({ p, h: value }) =>
                    [p < 0 ? " − " : " + ", term(`${pretty(Math.abs(p), 3)}·${factor(value, 3)}`, signed(p))])],
            ["= ", made("b", {}, pretty(h))],
        ];
        this.part("equation").replaceChildren(...lines.map(line => made("span", { class: "spn-line" }, ...line)));
    }
}

begin(".spn-scan", async (root, data, part) => {
    [data.x, data.weights] = await Promise.all([unpack(data.x), unpack(data.weights)]).then(all => all.map(floats));
    data.signed = await unpack(data.signed);
    data.scale = new Scale(data.scale, await unpack(data.scale.colours));
    return new ScanPlayer(root, data, part);
});
