// The explorer: what the reader chose, and what follows from it.

const ARROWS = ["→ left to right", "← right to left", "↓ top to bottom", "↑ bottom to top"];
const WALLS = { wall: "wall", door: "door" };

class Explorer {
    constructor(root, world) {
        Object.assign(this, { root, world });
        this.find = name => root.querySelector(`[data-part="${name}"]`);
        this.stage = new Stage(this.find("map"), world);
        this.matrix = new Matrix(this.find("matrix"), this.stage);
        this.brushes = world.fields.map(({ field }) => new Brush(field));
        this.refined = world.evidence === null ? null : new Refined(world.height, world.width, world.evidence);
        this.heat = new Float32Array(world.height * world.width);
        this.pins = [];
        [this.row, this.column] = world.start;
        this.chosen = 0;
        this.fill();
        this.listen();
        this.rescan();
        this.find("live").hidden = false;
        this.find("still").hidden = true;
        this.update();
    }

    get brush() {
        return this.brushes[this.chosen];
    }

    get field() {
        return this.brush.field;
    }

    value(name) {
        const inputs = [...this.root.querySelectorAll(`[data-choice="${name}"] input`)];
        return inputs.find(input => input.checked)?.value;
    }

    /** The choices that depend on what the page holds. */
    fill() {
        const { world } = this;
        const weights = this.find("weights");
        world.fields.forEach(({ set, channel }, i) => weights.add(new Option(channel === "" ? set : `${set}, ${channel}`, i)));
        weights.closest("label").hidden = world.fields.length < 2;
        const winner = this.root.querySelector('[data-choice="direction"] input[value="winner"]');
        winner.closest("label").hidden = this.refined === null;
        this.find("class").closest("label").hidden = this.refined === null;
        world.classes.forEach(({ name }, i) => this.find("class").add(new Option(name, i)));
        for (const [value, there] of [["coarse", this.refined], ["refined", this.refined], ["truth", world.truth]])
            this.root.querySelector(`[data-choice="show"] input[value="${value}"]`).closest("label").hidden = there === null;
        this.find("exact").textContent = world.exact;
        const stops = Array.from({ length: 17 }, (_, i) => Math.round(i / 16 * 255));
        this.root.querySelector(".spn-ramp").style.background =
            `linear-gradient(90deg, ${stops.map(i => `rgb(${world.heat.slice(3 * i, 3 * i + 3).join(" ")})`).join(", ")})`;
    }

    listen() {
        const map = this.find("map");
        let drawing = false;
        const follow = event => {
            const pixel = this.stage.pixelAt(event);
            if (pixel === null)
                return;
            if (drawing)
                this.paint(pixel);
            if (!this.held)
                this.move(pixel.row, pixel.column);
        };
        map.addEventListener("pointermove", follow);
        map.addEventListener("pointerdown", event => {
            map.setPointerCapture(event.pointerId);
            const pixel = this.stage.pixelAt(event);
            if (pixel === null)
                return;
            if (this.value("tool") in WALLS) {
                drawing = true;
                this.brush.begin();
                this.paint(pixel);
            }
            this.move(pixel.row, pixel.column);
        });
        for (const name of ["pointerup", "pointercancel"])
            map.addEventListener(name, () => drawing = false);
        map.addEventListener("keydown", event => this.key(event));
        this.find("controls").addEventListener("input", event => {
            this.chosen = Number(this.find("weights").value);
            if (event.target === this.find("weights"))
                this.rescan();
            this.update();
        });
        const buttons = {
            pin: () => this.pin(), unpin: () => { this.pins = []; },
            undo: () => { this.brush.undo(); this.rescan(); }, reset: () => { this.brush.reset(); this.rescan(); },
        };
        for (const [name, act] of Object.entries(buttons))
            this.find(name).addEventListener("click", () => { act(); this.update(); });
    }

    key(event) {
        const step = event.shiftKey ? 10 : 1;
        const moves = { ArrowUp: [-step, 0], ArrowDown: [step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] };
        if (event.key in moves) {
            const [down, right] = moves[event.key];
            const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
            this.move(within(this.row + down, this.world.height), within(this.column + right, this.world.width));
        } else if (event.key === "Enter" || event.key === " ") {
            if (this.value("tool") in WALLS) {
                this.brush.begin();
                this.paint(this);
            } else {
                this.pin();
            }
            this.update();
        } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
            this.brush.undo();
            this.rescan();
            this.update();
        } else {
            return;
        }
        event.preventDefault();
    }

    paint({ row, column }) {
        this.brush.paint(row, column, Number(this.find("size").value), this.value("tool"));
        this.rescan();
    }

    move(row, column) {
        [this.row, this.column] = [row, column];
        this.update();
    }

    /** The refined map of the weights as they now are. */
    rescan() {
        this.refined?.update(this.field);
    }

    pin() {
        if (this.pins.length < 9 && !this.pins.some(pin => pin.row === this.row && pin.column === this.column))
            this.pins.push({ row: this.row, column: this.column });
    }

    /** The direction that is asked for: 0 to 3, or "all". */
    direction(row, column) {
        const chosen = this.value("direction");
        if (chosen === "winner")
            return this.refined.winners[Number(this.find("class").value)][row * this.world.width + column];
        return chosen === "all" ? "all" : Number(chosen);
    }

    /** The row or column of a pixel, into out. */
    slice(row, column, out) {
        out.fill(0);
        const direction = this.direction(row, column);
        const add = this.value("question") === "row" ? "addRow" : "addColumn";
        if (direction === "all")
            for (let d = 0; d < 4; d++)
                this.field[add](d, row, column, out, 0.25);
        else
            this.field[add](direction, row, column, out);
        return out;
    }

    labels() {
        return this.world.truth ?? (this.refined === null ? null : this.refined.labels);
    }

    update() {
        const started = performance.now();
        const { stage, world } = this;
        this.slice(this.row, this.column, this.heat);
        const show = this.value("show");
        const labels = { coarse: this.refined?.coarse, refined: this.refined?.labels, truth: world.truth }[show] ?? null;
        if (show !== stage.kind || show === "refined")
            stage.show(show, labels);
        let high = 0;
        for (let i = 0; i < this.heat.length; i++) {
            const size = Math.abs(this.heat[i]);
            if (size > high)
                high = size;
        }
        const logarithmic = this.value("scale") === "logarithmic";
        const low = high * (logarithmic ? 1e-4 : 1e-2);
        stage.draw(this.heat, { high, low, logarithmic, opacity: Number(this.find("opacity").value) / 100 });
        stage.hatch(this.brush.edited);
        this.pins.forEach((pin, i) => stage.mark(pin.row, pin.column, String(i + 1)));
        stage.mark(this.row, this.column);
        this.legend(low, high, logarithmic);
        this.took = performance.now() - started;
        this.matrix.draw(this.field, this.direction(this.row, this.column), this.row * world.width + this.column, this.value("question") === "row");
        this.read();
    }

    legend(low, high, logarithmic) {
        const short = value => value === 0 ? "0" : value >= 0.01 ? value.toFixed(3) : value.toExponential(0).replace("-", "−");
        this.find("low").textContent = `below ${short(low)} is left out`;
        this.find("high").textContent = `${short(high)}${logarithmic ? ", logarithmic" : ""}`;
    }

    read() {
        const { world, row, column } = this;
        const labels = this.labels();
        const numbers = reading(world, this.heat, row, column, labels);
        const direction = this.direction(row, column);
        const name = i => labels === null ? "–" : world.classes[labels[i]]?.name ?? "not labelled";
        const mine = labels === null ? NaN : numbers.ofClass[labels[numbers.at]];
        const asRow = this.value("question") === "row";
        const lines = [
            ["pixel (row, column)", `${row}, ${column}`],
            ["class", name(numbers.at)],
            ["direction", direction === "all" ? "mean of all four" : ARROWS[direction]],
            [asRow ? "sum of the row" : "sum of the column", numbers.sum.toFixed(4)],
            [asRow ? "its own share" : "what it keeps itself", percent(numbers.own)],
            ["its own class", percent(mine / numbers.sum)],
            ["other classes", percent(1 - mine / numbers.sum)],
            ["below 1/e of the peak from", `${numbers.reach} px on`],
        ].filter(([term]) => labels !== null || !term.includes("class"));
        this.table("numbers", [], lines);
        this.table("top", ["largest entries", "share"],
            numbers.top.map(top => [`${top.row}, ${top.column}`, percent(top.value)]));
        this.comparePins();
        this.compareScores();
        this.find("said").textContent = lines.map(line => line.join(": ")).join("; ");
    }

    comparePins() {
        const other = new Float32Array(this.heat.length);
        const labels = this.labels();
        const rows = this.pins.map((pin, i) => {
            const numbers = reading(this.world, this.slice(pin.row, pin.column, other), pin.row, pin.column, labels);
            const mine = labels === null ? NaN : numbers.ofClass[labels[numbers.at]] / numbers.sum;
            // The overlap of two slices: the sum of their smaller entries.
            let overlap = 0;
            for (let k = 0; k < other.length; k++)
                overlap += Math.min(Math.max(other[k], 0), Math.max(this.heat[k], 0));
            return [`${i + 1}: ${pin.row}, ${pin.column}`, percent(numbers.own), percent(mine), `${numbers.reach} px`, percent(overlap)];
        });
        this.table("pins", ["pin", "own share", "own class", "reach", "in common with the pixel"], rows);
    }

    compareScores() {
        const { world, refined } = this;
        if (refined === null || world.truth === null)
            return;
        const [before, after] = [refined.coarse, refined.labels].map(labels => scores(labels, world.truth, world.classes.length));
        const line = (name, from, to) => [name, percent(from), percent(to), Number.isNaN(to - from) ? "–" : `${to >= from ? "+" : "−"}${(100 * Math.abs(to - from)).toFixed(1)}`];
        this.table("scores", ["IoU", "coarse", "refined", "change"],
            [line("mean", before.mean, after.mean), ...world.classes.map(({ name }, c) => line(name, before.iou[c], after.iou[c]))
                .filter((_, c) => !Number.isNaN(before.iou[c]) || !Number.isNaN(after.iou[c]))]);
    }

    /** A table of texts: the first column are names. */
    table(part, header, rows) {
        const table = this.find(part);
        table.hidden = rows.length === 0;
        const line = (cells, head) => {
            const tr = document.createElement("tr");
            cells.forEach((text, i) => {
                const cell = document.createElement(head || i === 0 ? "th" : "td");
                cell.textContent = text;
                tr.append(cell);
            });
            return tr;
        };
        table.replaceChildren(...(header.length > 0 ? [line(header, true)] : []), ...rows.map(row => line(row, false)));
    }
}

async function start(root) {
    try {
        const world = await read(JSON.parse(root.querySelector('[data-part="data"]').textContent));
        root.explorer = new Explorer(root, world);
    } catch (error) {
        root.querySelector('[data-part="failed"]').textContent = `The explorer could not start here: ${error.message}`;
        throw error;
    }
}

for (const root of document.querySelectorAll(".spn-explorer:not([data-started])")) {
    root.dataset.started = "";
    start(root);
}
