// The numbers beside the picture: tables, the ticks of the heat's scale, and what is said aloud.

Object.assign(Explorer.prototype, {
    read() {
        const { world, row, column, choices } = this, asRow = choices.question === "row";
        const direction = this.direction(row, column), name = this.world.fields[this.chosen].set;
        const text = (part, words) => { this.find(part).textContent = words; };
        const gated = this.gated(), bySize = gated ? ", by size" : "";
        const scan = this.named(direction), won = choices.direction === "winner" && direction !== "steps";
        text("lead", (world.iterated !== null ? ITERATED_LEADS : gated ? GATED_LEADS : LEADS)[choices.question]);
        text("caption", `${name}, ${scan}${won ? " (it won here)" : ""}`);
        if (this.beside >= 0)
            text("caption-beside", `${world.fields[this.beside].set}, ${this.named(this.direction(row, column, this.beside))}`);
        const full = `${MOST_PINS} pins are the most: remove them to pin others. `;
        text("held", (this.refused ? full : "") + (this.painting ? "The pointer draws; the framed pixel stays." : this.held
            ? "The pixel is held. Click the map to follow the pointer again; arrow keys move it, Enter pins it."
            : "The pixel follows the pointer. Click to hold it; arrow keys move it, Enter pins it."));
        this.matrix.draw(this.field, direction, row * world.width + column, asRow, `${this.chosen} ${this.version}`);
        const labels = world.truth ?? this.refined?.labels ?? null;
        const numbers = this.measured = reading(world, this.heat, row, column, labels, gated);
        this.ticks(numbers);
        this.lines = [
            ["pixel (row, column)", `${row}, ${column}`],
            [world.iterated === null ? "scan" : "operator", scan],
            [asRow ? "sum of the row" : "sum of the column", total(numbers.sum)],
            [gated ? "the pixel’s own entry" : asRow ? "the pixel’s own share" : "its share in itself", percent(numbers.own)],
            ["falls below 1/e of its peak", numbers.wrong > 0 ? "–" : `${numbers.reach} px away`],
        ];
        if (numbers.negative < 0)
            this.lines.push(["negative entries sum to", total(numbers.negative)]);
        if (asRow && this.field.hinted)
            this.lines.push(["share of hint pixels", percent(this.field.fromHints)]);
        if (labels !== null)
            this.lines.push(
                [world.truth === null ? "class (refined)" : "class (truth)", world.classes[labels[numbers.at]]?.name ?? "not labelled"],
                [`share of its own class${bySize}`, percent(numbers.mine)],
                [`share of other classes${bySize}`, percent(numbers.others)]);
        if (numbers.unknown > 0)
            this.lines.push(["share of pixels not labelled", percent(numbers.unknown)]);
        if (this.refused)
            this.lines.push(["pins", full.trim()]);
        this.table("numbers", [asRow ? "who influences it" : "whom it influences", ""], this.lines);
        this.table("top", ["largest entries", gated ? "entry" : "share"],
            numbers.top.map(top => [`${top.row}, ${top.column}`, percent(top.value)]));
        this.comparePins(labels);
        this.compareScores();
    },

    /** Whether pixels enter by a gate of their own, so that rows need not sum to one. */
    gated() {
        return this.world.iterated === null && this.field.gate !== null;
    },

    /** A direction in words. */
    named(direction) {
        const { iterated } = this.world;
        return direction === "steps" ? `${iterated.count} steps` : direction === "all" ? "mean of all four scans" : ARROWS[direction];
    },

    /** Says the numbers to those who hear the page; a pointer that moves says nothing. */
    say(words = this.lines.map(line => line.join(": ")).join("; ")) {
        this.find("said").textContent = words;
    },

    /** The scale's ticks, and under them what its colours are. */
    ticks({ negative, wrong }) {
        const { scale } = this, place = this.find("scale");
        for (const tick of [...place.querySelectorAll(".spn-tick")])
            tick.remove();
        const write = value => `${pretty(100 * value, 2)} %`;
        for (const value of scale.high > 0 ? scale.ticks() : []) {
            const at = Math.min(Math.max(scale.place(value), 0), 1), kind = at > 0.95 ? " spn-last" : at > 0.05 ? " spn-inner" : "";
            place.append(made("span", { class: `spn-tick${kind}`, style: `left:${100 * at}%` }, write(value)));
        }
        const entries = this.world.iterated === null ? "Entries of G" : "Entries of the operator";
        const words = [`${entries}${scale.logarithmic ? ", by logarithm" : ""}, up to ${percent(scale.high)}; those below `
            + `${write(scale.low)} show what lies under them.`];
        if (negative < 0)
            words.push("Negative entries are drawn by their size.");
        if (wrong > 0)
            words.push(`${wrong} ${wrong === 1 ? "entry is" : "entries are"} not finite, and drawn as the largest: these weights let `
                + "values grow from line to line.");
        this.find("legend").textContent = words.join(" ");
    },

    /** The pins, each measured once for what is asked, and what it has in common with the pixel. */
    comparePins(labels) {
        const gated = this.gated();
        const rows = this.pins.map((pin, i) => {
            if (pin.asked !== this.asked) {
                pin.heat = this.slice(pin.row, pin.column, pin.heat ?? new Float32Array(this.heat.length));
                pin.numbers = reading(this.world, pin.heat, pin.row, pin.column, labels, gated);
                pin.asked = this.asked;
            }
            const { own, mine, wrong, reach, magnitudes } = pin.numbers;
            // Of rows that sum to one it is a share as it is.
            const whole = gated ? Math.min(magnitudes, this.measured.magnitudes) : 1;
            return [
                `${i + 1}: ${pin.row}, ${pin.column}`, percent(own), percent(mine), wrong > 0 ? "–" : `${reach} px`,
                percent(overlap(pin.heat, this.heat, gated) / whole),
            ];
        });
        this.table("pins", ["pin", gated ? "own entry" : "own share", "own class", "1/e at", "in common with the pixel"], rows);
    },

    /** The scores of whole maps: they stay until weights change, or others are chosen. */
    compareScores() {
        const { world, beside } = this, scored = `${this.version} ${this.chosen} ${beside}`;
        if (world.evidence === null || world.truth === null || this.scored === scored)
            return;
        this.scored = scored;
        const whose = [this.chosen, ...beside >= 0 ? [beside] : []];
        const maps = [world.evidence.coarse, ...whose.map(which => this.results[which].labels)];
        const all = maps.map(labels => scores(labels, world.truth, world.classes.length));
        const present = c => all.some(one => !Number.isNaN(one.iou[c]));
        this.table("scores", ["IoU", "coarse", ...whose.map(which => `refined, ${world.fields[which].set}`)], [
            ["mean", ...all.map(one => score(one.mean))],
            ...world.classes.map(({ name }, c) => [name, ...all.map(one => score(one.iou[c]))]).filter((_, c) => present(c)),
        ]);
    },

    /** A table of texts: the first column are names. */
    table(part, header, rows) {
        const table = this.find(part), cell = (text, head) => made(head ? "th" : "td", {}, text);
        table.hidden = rows.length === 0;
        table.replaceChildren(made("tr", { class: "spn-head" }, ...header.map(text => cell(text, true))),
            ...rows.map(row => made("tr", {}, ...row.map((text, i) => cell(text, i === 0)))));
    },
});

begin(".spn-explorer", async (root, data) => new Explorer(root, await read(data)));
