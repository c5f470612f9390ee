// The explorer: what the reader chose, and what follows from it.

const ARROWS = ["→ left to right", "← right to left", "↓ top to bottom", "↑ bottom to top"];
const LEADS = {
    row: "The framed pixel’s new value is a weighted mean of the pixels that the scan passed before it. The brighter a place, the larger "
        + "its weight: the heat is the pixel’s row of the affinity matrix G, whose entries sum to 1.",
    column: "The framed pixel is passed on along the scan. The brighter a place, the larger this pixel’s weight in that place’s new value: "
        + "the heat is the pixel’s column of the affinity matrix G.",
};

class Explorer {
    constructor(root, world) {
        Object.assign(this, { root, world });
        this.find = name => root.querySelector(`[data-part="${name}"]`);
        this.stage = new Stage(this.find("map"), this.find("marks"), world);
        this.stageBeside = new Stage(this.find("map-beside"), this.find("marks-beside"), world);
        this.matrix = new Matrix(this.find("matrix"), this.stage);
        this.brush = new Brush(world.fields.map(({ field }) => field));
        this.results = world.fields.map(({ field }) => world.evidence === null ? null : new Refined(world.evidence, field));
        this.heat = new Float32Array(world.height * world.width);
        this.heatBeside = new Float32Array(world.height * world.width);
        this.pins = [];
        this.version = 0;
        [this.row, this.column] = world.start;
        this.cursor = { row: this.row, column: this.column };
        this.fill();
        this.choose();
        this.listen();
        this.find("live").hidden = false;
        this.find("still").hidden = true;
        this.update();
        this.read();
    }

    get field() {
        return this.world.fields[this.chosen].field;
    }

    get refined() {
        return this.results[this.chosen];
    }

    get painting() {
        return this.choices.tool !== "look";
    }

    /** The choices that depend on what the page holds. */
    fill() {
        const { world, root } = this, { fields } = world;
        const hide = (element, hidden) => { element.closest("label").hidden = hidden; };
        const input = (choice, value) => root.querySelector(`[data-choice="${choice}"] input[value="${value}"]`);
        const names = fields.map(({ set, channel }) => channel === "" ? set : `${set}, ${channel}`);
        names.forEach((name, i) => this.find("weights").add(new Option(name, i)));
        ["none", ...names].forEach((name, i) => this.find("beside").add(new Option(name, i - 1)));
        this.find("beside").value = fields.length === 2 && fields[0].set !== fields[1].set ? 1 : -1;
        hide(this.find("beside"), fields.length < 2);
        hide(input("direction", "winner"), world.evidence === null);
        hide(this.find("class"), world.evidence === null);
        world.classes.slice(0, world.evidence?.count ?? 0).forEach(({ name }, i) => this.find("class").add(new Option(name, i)));
        for (const [value, there] of [["coarse", world.evidence], ["refined", world.evidence], ["truth", world.truth]])
            hide(input("show", value), there === null);
        this.find("exact").textContent = world.exact;
        root.classList.toggle("spn-small", this.matrix.shown);
        const stops = Array.from({ length: 17 }, (_, i) => Math.round(i / 16 * 255));
        root.querySelector(".spn-ramp").style.background =
            `linear-gradient(90deg, ${stops.map(i => `rgb(${world.heat.slice(3 * i, 3 * i + 3).join(" ")})`).join(", ")})`;
        for (const { name, colour } of world.classes) {
            const [entry, square] = [document.createElement("span"), document.createElement("i")];
            square.style.background = `rgb(${colour.join(" ")})`;
            entry.append(square, name);
            this.find("classes").append(entry);
        }
    }

    /** Takes the reader's choices from the controls. */
    choose() {
        const before = this.choices, value = name => this.root.querySelector(`[data-choice="${name}"] input:checked`).value;
        this.choices = Object.fromEntries(["question", "direction", "show", "scale", "tool"].map(name => [name, value(name)]));
        const number = name => Number(this.find(name).value);
        Object.assign(this.choices, { class: number("class"), opacity: number("opacity") / 100, size: number("size") });
        this.chosen = number("weights");
        this.beside = number("beside") === this.chosen ? -1 : number("beside");
        this.find("second").hidden = this.beside < 0;
        this.root.classList.toggle("spn-two", this.beside >= 0 && !this.matrix.shown);
        this.find("hint").hidden = !this.painting;
        this.find("map").classList.toggle("spn-brush", this.painting);
        this.find("classes").hidden = !["coarse", "refined", "truth"].includes(this.choices.show);
        if (this.painting && before?.tool === "look")
            this.cursor = { row: this.row, column: this.column };
        this.based = false;
        for (const pin of this.pins)
            pin.heat = null;
    }

    listen() {
        const map = this.find("map");
        let stroke = null;
        map.addEventListener("pointermove", event => {
            const pixel = this.stage.pixelAt(event);
            if (pixel === null)
                return;
            if (stroke !== null) {
                this.brush.line(stroke, pixel, this.choices.size, this.choices.tool);
                stroke = this.cursor = pixel;
                this.changed();
            } else if (this.painting) {
                this.cursor = pixel;
                this.marks();
            } else if (!this.held || event.buttons > 0) {
                this.move(pixel.row, pixel.column);
            }
        });
        map.addEventListener("pointerdown", event => {
            const pixel = this.stage.pixelAt(event);
            if (pixel === null || event.button > 0)
                return;
            if (event.pointerType !== "touch" || this.painting)
                map.setPointerCapture(event.pointerId);
            if (this.painting) {
                stroke = this.cursor = pixel;
                this.stroke(pixel);
            } else {
                this.held = !this.held;
                this.move(pixel.row, pixel.column);
            }
        });
        for (const name of ["pointerup", "pointercancel"])
            map.addEventListener(name, () => { stroke = null; });
        map.addEventListener("keydown", event => this.key(event));
        this.find("controls").addEventListener("input", () => {
            this.choose();
            this.update();
        });
        this.find("controls").addEventListener("submit", event => event.preventDefault());
        const buttons = { pin: () => this.pin(), unpin: () => { this.pins = []; this.update(); }, undo: () => this.undo(), reset: () => { this.brush.reset(); this.changed(); } };
        for (const [name, act] of Object.entries(buttons))
            this.find(name).addEventListener("click", act);
    }

    key(event) {
        const step = event.shiftKey ? 10 : 1;
        const moves = { ArrowUp: [-step, 0], ArrowDown: [step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] };
        if (event.key in moves) {
            const place = this.painting ? this.cursor : this, [down, right] = moves[event.key];
            const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
            const [row, column] = [within(place.row + down, this.world.height), within(place.column + right, this.world.width)];
            if (this.painting) {
                this.cursor = { row, column };
                this.marks();
                this.say(`brush at ${row}, ${column}`);
            } else {
                this.held = true;
                this.move(row, column);
                this.read();
                this.say();
            }
        } else if (event.key === "Enter" || event.key === " ") {
            if (this.painting)
                this.stroke(this.cursor);
            else
                this.pin();
            this.read();
            this.say();
        } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
            this.undo();
        } else {
            return;
        }
        event.preventDefault();
    }

    stroke({ row, column }) {
        this.brush.begin();
        this.brush.paint(row, column, this.choices.size, this.choices.tool);
        this.changed();
    }

    undo() {
        this.brush.undo();
        this.changed();
    }

    /** Weights are others now: what was made of them is made anew, once before the next picture however often the brush moved. */
    changed() {
        this.version++;
        this.based = false;
        for (const result of this.results)
            if (result !== null)
                result.stale = true;
        for (const pin of this.pins)
            pin.heat = null;
        this.soon("drawing", () => this.update());
    }

    move(row, column) {
        [this.row, this.column] = [row, column];
        this.update();
    }

    /** Does something before the next picture, once. */
    soon(name, act) {
        if (this[name])
            return;
        this[name] = true;
        requestAnimationFrame(() => {
            this[name] = false;
            act();
        });
    }

    pin() {
        if (this.pins.length < 9 && !this.pins.some(pin => pin.row === this.row && pin.column === this.column))
            this.pins.push({ row: this.row, column: this.column, heat: null });
        this.update();
    }

    /** The direction that is asked for: 0 to 3, or "all". */
    direction(row, column, which = this.chosen) {
        const chosen = this.choices.direction;
        if (chosen === "winner")
            return this.results[which].winner(this.choices.class, row * this.world.width + column);
        return chosen === "all" ? "all" : Number(chosen);
    }

    /** The row or column of a pixel, into out. */
    slice(row, column, out, which = this.chosen) {
        out.fill(0);
        const direction = this.direction(row, column, which), { field } = this.world.fields[which];
        const add = this.choices.question === "row" ? "addRow" : "addColumn";
        for (const d of direction === "all" ? [0, 1, 2, 3] : [direction])
            field[add](d, row, column, out, direction === "all" ? 0.25 : 1);
        return out;
    }

    /** The heat of the pixel; its numbers follow with the next picture. */
    update() {
        const { stage, stageBeside, world, choices, beside } = this;
        this.slice(this.row, this.column, this.heat);
        if (beside >= 0)
            this.slice(this.row, this.column, this.heatBeside, beside);
        // Two maps beside each other have one scale.
        const high = Math.max(peak(this.heat), beside >= 0 ? peak(this.heatBeside) : 0), logarithmic = choices.scale === "logarithmic";
        const scale = new Scale(high, high * (logarithmic ? 1e-4 : 1e-2), logarithmic);
        if (!this.based) {
            const labels = which => ({ coarse: world.evidence?.coarse, refined: this.results[which]?.labels, truth: world.truth })[choices.show] ?? null;
            stage.show(choices.show, labels(this.chosen), this.brush.edited);
            if (beside >= 0)
                stageBeside.show(choices.show, labels(beside), this.brush.edited);
            this.based = true;
        }
        stage.draw(this.heat, scale, choices.opacity);
        if (beside >= 0)
            stageBeside.draw(this.heatBeside, scale, choices.opacity);
        this.marks();
        this.scale = scale;
        this.soon("reading", () => this.read());
    }

    /** What is above the heat: pins, the pixel in question, the brush. */
    marks() {
        for (const [stage, which] of [[this.stage, this.chosen], [this.stageBeside, this.beside]]) {
            if (which < 0)
                continue;
            stage.clear(this.direction(this.row, this.column, which));
            this.pins.forEach((pin, i) => stage.mark(pin.row, pin.column, String(i + 1)));
            stage.mark(this.row, this.column);
            if (this.painting)
                stage.ring(this.cursor.row, this.cursor.column, this.choices.size);
        }
    }
}

/** The largest size of an entry. */
function peak(heat) {
    let high = 0;
    for (let i = 0; i < heat.length; i++) {
        const size = heat[i] < 0 ? -heat[i] : heat[i];
        if (size > high)
            high = size;
    }
    return high;
}
