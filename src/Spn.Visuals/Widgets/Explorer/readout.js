// The numbers beside the picture: tables, the ticks of the heat's scale, and what is said aloud.

Object.assign(Explorer.prototype, {
    read() {
        const { world, row, column, choices } = this, asRow = choices.question === "row";
        const direction = this.direction(row, column), name = this.world.fields[this.chosen].set;
        const text = (part, words) => { this.find(part).textContent = words; };
        const scan = direction === "all" ? "mean of all four scans" : ARROWS[direction];
        text("lead", LEADS[choices.question]);
        text("caption", `${name}, ${scan}${choices.direction === "winner" ? " (it won here)" : ""}`);
        if (this.beside >= 0) {
            const other = this.direction(row, column, this.beside);
            text("caption-beside", `${world.fields[this.beside].set}, ${other === "all" ? scan : ARROWS[other]}`);
        }
        text("held", this.painting ? "The pointer draws; the framed pixel stays." : this.held
            ? "The pixel is held. Click the map to follow the pointer again; arrow keys move it, Enter pins it."
            : "The pixel follows the pointer. Click to hold it; arrow keys move it, Enter pins it.");
        this.matrix.draw(this.field, direction, row * world.width + column, asRow, `${this.chosen} ${this.version}`);
        const labels = world.truth ?? this.refined?.labels ?? null;
        const numbers = reading(world, this.heat, row, column, labels);
        this.ticks(numbers.negative < 0);
        this.lines = [
            ["pixel (row, column)", `${row}, ${column}`],
            ["scan", scan],
            [asRow ? "sum of the row" : "sum of the column", numbers.sum.toFixed(4)],
            [asRow ? "the pixel’s own share" : "its share in itself", percent(numbers.own)],
            ["falls below 1/e of its peak", `${numbers.reach} px away`],
        ];
        if (numbers.negative < 0)
            this.lines.push(["negative entries sum to", numbers.negative.toFixed(4).replace("-", "−")]);
        if (labels !== null)
            this.lines.push(
                [world.truth === null ? "class (refined)" : "class (truth)", world.classes[labels[numbers.at]]?.name ?? "not labelled"],
                ["share of its own class", percent(numbers.mine)],
                ["share of other classes", percent(1 - numbers.mine)]);
        this.table("numbers", [asRow ? "who influences it" : "whom it influences", ""], this.lines);
        this.table("top", ["largest entries", "share"], numbers.top.map(top => [`${top.row}, ${top.column}`, percent(top.value)]));
        this.comparePins(labels);
        this.compareScores();
    },

    /** Says the numbers to those who hear the page; a pointer that moves says nothing. */
    say(words = this.lines.map(line => line.join(": ")).join("; ")) {
        this.find("said").textContent = words;
    },

    ticks(signed) {
        const { scale } = this, place = this.find("scale");
        for (const tick of [...place.querySelectorAll(".spn-tick")])
            tick.remove();
        const values = scale.high > 0 ? scale.ticks() : [];
        const write = value => `${Number((100 * value).toPrecision(2))} %`;
        for (const value of values) {
            const tick = document.createElement("span"), at = Math.min(Math.max(scale.place(value), 0), 1);
            tick.className = `spn-tick${at > 0.95 ? " spn-last" : at > 0.05 ? " spn-inner" : ""}`;
            tick.style.left = `${100 * at}%`;
            tick.textContent = write(value);
            place.append(tick);
        }
        this.find("legend").textContent = `Entries of G${scale.logarithmic ? ", by logarithm" : ""}, up to ${percent(scale.high)}; those below `
            + `${write(scale.low)} show what lies under them.${signed ? " Negative entries are drawn by their size." : ""}`;
    },

    comparePins(labels) {
        const rows = this.pins.map((pin, i) => {
            pin.heat ??= this.slice(pin.row, pin.column, new Float32Array(this.heat.length));
            const numbers = reading(this.world, pin.heat, pin.row, pin.column, labels);
            return [`${i + 1}: ${pin.row}, ${pin.column}`, percent(numbers.own), percent(numbers.mine), `${numbers.reach} px`, percent(overlap(pin.heat, this.heat))];
        });
        this.table("pins", ["pin", "own share", "own class", "1/e at", "in common with the pixel"], rows);
    },

    compareScores() {
        const { world, beside } = this;
        if (world.evidence === null || world.truth === null)
            return;
        const whose = [this.chosen, ...beside >= 0 ? [beside] : []];
        const maps = [world.evidence.coarse, ...whose.map(which => this.results[which].labels)];
        const all = maps.map(labels => scores(labels, world.truth, world.classes.length));
        this.table("scores", ["IoU", "coarse", ...whose.map(which => `refined, ${world.fields[which].set}`)], [
            ["mean", ...all.map(one => score(one.mean))],
            ...world.classes.map(({ name }, c) => [name, ...all.map(one => score(one.iou[c]))]).filter((_, c) => all.some(one => !Number.isNaN(one.iou[c]))),
        ]);
    },

    /** A table of texts: the first column are names. */
    table(part, header, rows) {
        const table = this.find(part);
        table.hidden = rows.length === 0;
        const line = (cells, head) => {
            const tr = document.createElement("tr");
            tr.className = head ? "spn-head" : "";
            cells.forEach((text, i) => {
                const cell = document.createElement(head || i === 0 ? "th" : "td");
                cell.textContent = text;
                tr.append(cell);
            });
            return tr;
        };
        table.replaceChildren(line(header, true), ...rows.map(row => line(row, false)));
    },
});

async function start(root) {
    try {
        // Some notebooks make scripts anew and leave their attributes away, but for the type.
        root.explorer = new Explorer(root, await read(JSON.parse(root.querySelector('script[type="application/json"]').textContent)));
    } catch (error) {
        root.querySelector('[data-part="failed"]').textContent = `The explorer could not start here: ${error.message}`;
        throw error;
    }
}

for (const root of document.querySelectorAll(".spn-explorer:not([data-started])")) {
    root.dataset.started = "";
    start(root);
}
