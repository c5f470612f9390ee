// The explorer: what the reader chose, and what follows from it.

const ARROWS = ["→", "←", "↓", "↑"].map((arrow, i) => `${arrow} ${NAMES[i]}`);
const LEADS = {
    row: "The framed pixel’s new value is a weighted sum of the pixels that the scan passed before it. The brighter a place, the larger "
        + "its weight: the heat is the pixel’s row of the affinity matrix G, whose entries sum to 1.",
    column: "The framed pixel is passed on along the scan. The brighter a place, the larger this pixel’s weight in that place’s new value: "
        + "the heat is the pixel’s column of the affinity matrix G.",
};
const GATED_LEADS = {
    row: "The framed pixel’s new value is a weighted sum of the pixels that the scan passed before it. The brighter a place, the larger "
        + "its weight: the heat is the pixel’s row of G. Its entries need not sum to 1: each pixel enters by a gate of its own.",
    column: LEADS.column,
};
const ITERATED_LEADS = {
    row: "The framed pixel’s new value is a weighted sum of the pixels around it, as far as the steps reach. The brighter a place, the "
        + "larger its weight: the heat is the pixel’s row of the operator of all steps, whose entries sum to 1.",
    column: "The framed pixel is passed on to those around it, step by step. The brighter a place, the larger this pixel’s weight in that "
        + "place’s new value: the heat is the pixel’s column of the operator of all steps.",
};

class Explorer {
    constructor(root, world) {
        Object.assign(this, { root, world });
        this.find = name => root.querySelector(`[data-part="${name}"]`);
        this.stage = new Stage(this.find("map"), this.find("marks"), world);
        this.stageBeside = new Stage(this.find("map-beside"), this.find("marks-beside"), world);
        this.closer = new CloseUp(this.find("closer"), this.stage);
        this.closerBeside = new CloseUp(this.find("closer-beside"), this.stageBeside);
        this.matrix = new Matrix(this.find("matrix"), this.stage);
        this.brush = new Brush(world.fields.map(({ field }) => field));
        this.results = world.fields.map(one => world.evidence === null ? null : new Refined(world.evidence, this.refining(one)));
        this.heat = new Float32Array(world.height * world.width);
        this.heatBeside = new Float32Array(world.height * world.width);
        this.pins = [];
        this.version = 0;
        [this.row, this.column] = world.start;
        this.cursor = { row: this.row, column: this.column };
        this.fill();
        this.choose();
        this.listen();
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

    /** The weights that refine each class: those of its own channel where channels are paired with classes, else one for all. */
    refining({ group, paired, field }) {
        const own = this.world.fields.filter(one => one.group === group);
        return this.world.evidence.maps.map((_, c) => paired ? own[c].field : field);
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
        this.root.querySelector('[data-choice="direction"]').hidden = world.iterated !== null;
        this.find("no-scans").hidden = world.iterated === null;
        hide(input("direction", "winner"), world.evidence === null);
        hide(this.find("class"), world.evidence === null);
        world.classes.slice(0, world.evidence?.count ?? 0).forEach(({ name }, i) => this.find("class").add(new Option(name, i)));
        for (const [value, there] of [["coarse", world.evidence], ["refined", world.evidence], ["truth", world.truth]])
            hide(input("show", value), there === null);
        input("tool", "door").disabled = !this.brush.opens;
        this.find("no-door").hidden = this.brush.opens;
        this.find("exact").textContent = world.exact;
        root.classList.toggle("spn-small", this.matrix.shown);
        ramp(root.querySelector(".spn-ramp"), world.heat);
        this.find("classes").append(...world.classes.map(({ name, colour }) =>
            made("span", {}, made("i", { style: `background:rgb(${colour.join(" ")})` }), name)));
    }

    /** Takes the reader's choices from the controls. */
    choose() {
        const before = this.choices;
        this.choices = Object.fromEntries(["question", "direction", "show", "scale", "tool"].map(name => [name, chosen(this.root, name)]));
        const number = name => Number(this.find(name).value), { fields } = this.world;
        this.chosen = number("weights");
        this.beside = number("beside") === this.chosen ? -1 : number("beside");
        const { paired, own } = fields[this.chosen];
        // Paired with its class, a channel's winner is that class's.
        this.find("class").disabled = paired;
        if (paired)
            this.find("class").value = own;
        Object.assign(this.choices, { class: number("class"), opacity: number("opacity") / 100, size: number("size") });
        this.find("second").hidden = this.beside < 0;
        this.root.classList.toggle("spn-two", this.beside >= 0 && !this.matrix.shown);
        this.find("hint").hidden = !this.painting;
        this.find("map").classList.toggle("spn-brush", this.painting);
        this.find("classes").hidden = !["coarse", "refined", "truth"].includes(this.choices.show);
        if (this.painting && before?.tool === "look")
            this.cursor = { row: this.row, column: this.column };
        this.based = false;
    }

    /** What the heat was computed from, but for the pixel: another text, other entries. */
    get asked() {
        const { question, direction, class: c } = this.choices;
        return [this.version, this.chosen, question, direction, direction === "winner" ? c : ""].join(" ");
    }

    /** Weights are others now: what was made of them is made anew, once before the next picture however often the brush moved. */
    changed() {
        this.version++;
        this.based = false;
        for (const result of this.results)
            if (result !== null)
                result.stale = true;
        this.soon("drawing", () => this.update());
    }

    move(row, column) {
        [this.row, this.column] = [row, column];
        this.refused = false;
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

    /** The direction that is asked for: 0 to 3, or "all"; "steps" where there are no directions. */
    direction(row, column, which = this.chosen) {
        const chosen = this.choices.direction;
        if (this.world.iterated !== null)
            return "steps";
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
        const scale = new HeatScale(high, high * (logarithmic ? 1e-4 : 1e-2), logarithmic);
        if (!this.based) {
            const maps = { coarse: () => world.evidence.coarse, refined: which => this.results[which].labels, truth: () => world.truth };
            const labels = which => maps[choices.show]?.(which) ?? null;
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

    /** What is above the heat: pins, the pixel in question, the brush; and all of it once more, larger. */
    marks() {
        const sides = [[this.stage, this.closer, this.chosen], [this.stageBeside, this.closerBeside, this.beside]];
        for (const [stage, closer, which] of sides) {
            closer.canvas.hidden = which < 0;
            if (which < 0)
                continue;
            stage.clear(this.direction(this.row, this.column, which));
            closer.draw(this.painting ? this.cursor : this);
            this.pins.forEach((pin, i) => {
                stage.mark(pin.row, pin.column, String(i + 1));
                closer.mark(pin.row, pin.column);
            });
            stage.mark(this.row, this.column);
            closer.mark(this.row, this.column);
            if (this.painting) {
                stage.ring(this.cursor.row, this.cursor.column, this.choices.size);
                closer.ring(this.cursor.row, this.cursor.column, this.choices.size);
            }
        }
    }
}

/** The largest size of an entry that is a finite number. */
function peak(heat) {
    let high = 0;
    for (let i = 0; i < heat.length; i++) {
        const size = heat[i] < 0 ? -heat[i] : heat[i];
        if (size > high && size !== Infinity)
            high = size;
    }
    return high;
}
