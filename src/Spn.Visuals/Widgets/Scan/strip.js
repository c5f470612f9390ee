// The weights of a line: a row of cells for each neighbour and one for what is left, 1 − Σp, white at zero.

class Strip {
    constructor(canvas, choose) {
        Object.assign(this, { canvas, left: 118, line: 26, top: 4 });
        new ResizeObserver(() => this.draw()).observe(canvas);
        canvas.addEventListener("pointerdown", event => {
            const box = canvas.getBoundingClientRect(), k = Math.floor((event.clientX - box.left - this.left) / this.cell);
            if (k >= 0 && k < this.walk.length)
                choose(k);
        });
    }

    get cell() {
        return (this.canvas.clientWidth - this.left - 2) / this.walk.length;
    }

    show(walk, t, k, scale) {
        Object.assign(this, { walk, t, k, scale });
        this.canvas.style.height = `${this.top + (walk.offsets.length + 1) * this.line + 38}px`;
        this.draw();
    }

    draw() {
        const { canvas, walk, left, line, top } = this, ratio = window.devicePixelRatio || 1;
        if (walk === undefined || canvas.clientWidth === 0)
            return;
        [canvas.width, canvas.height] = [canvas.clientWidth, canvas.clientHeight].map(side => Math.round(side * ratio));
        const context = this.context = canvas.getContext("2d");
        context.scale(ratio, ratio);
        const rows = walk.offsets.length + 1, { cell } = this;
        context.font = "12px Arial, Helvetica, sans-serif";
        context.textBaseline = "middle";
        walk.offsets.forEach((offset, n) => this.name(n, `p, ${walk.side(offset)}`));
        this.name(rows - 1, walk.gate === null ? "1 − Σp, for x" : "λ, for x");
        for (let k = 0; k < walk.length; k++) {
            const terms = walk.terms(this.t, k);
            walk.offsets.forEach((offset, n) => this.value(k, n, terms.beside.find(beside => beside.offset === offset)?.p));
            this.value(k, rows - 1, shareOfX(terms));
        }
        context.strokeStyle = "#8c959f";
        context.lineWidth = 1;
        for (let n = 0; n <= rows; n++)
            context.strokeRect(left, top + n * line, cell * walk.length, 0);
        context.strokeRect(left, top, cell * walk.length, rows * line);
        // The chosen pixel's column, framed.
        for (const [width, colour, out] of [[1.5, "#000", 2.25], [1.5, "#fff", 0.75]]) {
            [context.lineWidth, context.strokeStyle] = [width, colour];
            context.strokeRect(left + this.k * cell - out, top - out, Math.max(cell, 4) + 2 * out, rows * line + 2 * out);
        }
        context.fillStyle = "#1f2328";
        context.textAlign = "center";
        const under = top + rows * line;
        for (const k of new Set([0, ...ticks(0, walk.length - 1, Math.min(6, walk.length - 1)).filter(Number.isInteger)]))
            context.fillText(String(k), left + (k + 0.5) * cell, under + 11);
        context.fillText(walk.horizontal ? "row, along the line" : "column, along the line", left + cell * walk.length / 2, under + 28);
    }

    name(n, words) {
        this.context.textAlign = "right";
        this.context.fillStyle = "#1f2328";
        this.context.fillText(words, this.left - 8, this.top + (n + 0.5) * this.line);
    }

    /** A cell; one of a neighbour that does not exist is hatched. */
    value(k, n, p) {
        const { context, left, line, top, cell, scale } = this, x = left + k * cell, y = top + n * line;
        context.fillStyle = p === undefined ? "#f6f8fa" : scale.css(p);
        context.fillRect(x, y, cell + 0.5, line);
        if (p === undefined) {
            [context.strokeStyle, context.lineWidth] = ["#8c959f", 1];
            context.save();
            context.beginPath();
            context.rect(x, y, cell, line);
            context.clip();
            context.beginPath();
            for (let at = x - line; at < x + cell; at += 6) {
                context.moveTo(at, y + line);
                context.lineTo(at + line, y);
            }
            context.stroke();
            context.restore();
        } else if (cell >= 40) {
            context.textAlign = "center";
            context.fillStyle = scale.ink(p);
            context.fillText(pretty(Math.round(1e4 * p) / 1e4, 2), x + cell / 2, y + line / 2);
        }
    }
}
