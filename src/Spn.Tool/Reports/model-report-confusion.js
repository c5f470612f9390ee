// The confusion matrix as a table of buttons: a cell opens the images that have its pixels, those with the most first.

class Confusion {
    constructor(box, thumbnails, detail) {
        Object.assign(this, { box, thumbnails, detail, data: thumbnails.data, shares: true, series: thumbnails.data.model });
        const { series } = this.data;
        this.units = ["% of the true class", "pixels"].map((text, i) => make("button",
            { type: "button", "aria-pressed": String(i === 0), onclick: () => this.show(i === 0) }, text));
        this.choice = make("select", { onchange: () => this.take(Number(this.choice.value)) },
            ...series.map((name, s) => make("option", { value: s, selected: s === this.series }, name)));
        this.largest = make("div", { class: "choices" });
        this.table = make("table", { class: "matrix", onkeydown: event => this.move(event) });
        this.gallery = make("div", { "data-part": "gallery" });
        this.more = make("button", { type: "button" });
        box.append(make("div", { class: "bar" }, make("label", {}, "predicted by ", this.choice),
            make("span", { role: "group", "aria-label": "Unit" }, ...this.units)),
            this.largest, make("div", { class: "scrolls" }, this.table), this.gallery);
        this.take(this.series);
    }

    /** Another segmentation. */
    take(series) {
        this.series = series;
        const size = this.data.classes.length;
        this.counts = Array.from({ length: size }, () => new Float64Array(size));
        for (const image of this.data.images) {
            const cells = image.counts[series];
            for (let k = 0; k < cells.length; k += 3) this.counts[cells[k]][cells[k + 1]] += cells[k + 2];
        }
        this.totals = this.counts.map(row => row.reduce((sum, number) => sum + number, 0));
        this.present = this.counts.map((_, c) => c).filter(c => this.totals[c] > 0 || this.counts.some(row => row[c] > 0));
        const errors = this.present.flatMap(t => this.present.filter(p => p !== t && this.counts[t][p] > 0).map(p => [t, p]))
            .sort(([t, p], [u, q]) => this.counts[u][q] - this.counts[t][p]);
        this.largest.replaceChildren(...errors.length ? ["Most pixels: "] : [], ...errors.slice(0, 6).map(([t, p]) =>
            make("button", { type: "button", onclick: () => this.find(t, p) }, `${this.name(t)} taken for ${this.name(p)}`)));
        this.build();
        const [truth, predicted] = errors[0] ?? [this.present[0], this.present[0]];
        this.choose(truth, predicted);
    }

    name(label) { return this.data.classes[label].name; }

    share(truth, predicted) { return this.counts[truth][predicted] / this.totals[truth]; }

    show(shares) {
        this.shares = shares;
        this.units.forEach((unit, i) => unit.setAttribute("aria-pressed", String(shares === (i === 0))));
        this.table.querySelectorAll("button").forEach(button => this.write(button));
    }

    build() {
        const swatch = label => make("i", { style: `background: rgb(${this.data.classes[label].colour.join()})` });
        const head = make("tr", {}, make("th", {}, "truth ↓, predicted →"),
            ...this.present.map(p => make("th", { scope: "col" }, swatch(p), this.name(p))));
        const rows = this.present.map(t => make("tr", {}, make("th", { scope: "row" }, swatch(t), this.name(t)),
            ...this.present.map(p => make("td", { class: t === p ? "own" : "" }, ...this.counts[t][p] > 0 ? [this.cell(t, p)] : ["·"]))));
        this.table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...rows));
    }

    cell(truth, predicted) {
        const share = this.share(truth, predicted), light = Math.round(97 - 62 * Math.sqrt(share));
        const button = make("button", { type: "button", "data-truth": truth, "data-predicted": predicted, "aria-pressed": "false",
            tabIndex: -1, onclick: () => this.choose(truth, predicted) });
        button.style.background = `hsl(${truth === predicted ? "215 55%" : "20 75%"} ${light}%)`;
        button.style.color = light < (truth === predicted ? 55 : 47) ? "#fff" : "#1f2328";
        this.write(button);
        return button;
    }

    write(button) {
        const [truth, predicted] = [Number(button.dataset.truth), Number(button.dataset.predicted)], number = this.counts[truth][predicted];
        const share = percent(this.share(truth, predicted));
        button.textContent = this.shares ? share : count(number);
        button.setAttribute("aria-label", `${this.name(truth)}, predicted as ${this.name(predicted)}: `
            + `${many(number, "pixel")}, ${share} %`);
    }

    /** The images that have pixels of a cell. */
    images(truth, predicted) {
        const found = [];
        this.data.images.forEach(({ counts }, index) => {
            const cells = counts[this.series];
            for (let k = 0; k < cells.length; k += 3)
                if (cells[k] === truth && cells[k + 1] === predicted) found.push({ index, number: cells[k + 2] });
        });
        return found.sort((a, b) => b.number - a.number);
    }

    /** Chooses a cell and brings it into sight. */
    find(truth, predicted) {
        this.choose(truth, predicted);
        this.table.querySelector("[aria-pressed=true]").scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    choose(truth, predicted) {
        this.table.querySelectorAll("button").forEach(button => {
            const chosen = Number(button.dataset.truth) === truth && Number(button.dataset.predicted) === predicted;
            button.setAttribute("aria-pressed", String(chosen));
            button.tabIndex = chosen ? 0 : -1;
        });
        const found = this.images(truth, predicted), order = found.map(one => one.index);
        const what = truth === predicted ? `${this.name(truth)} found` : `${this.name(truth)} taken for ${this.name(predicted)}`;
        const cards = make("div", { class: "cards" });
        this.thumbnails.forget(this.gallery);
        this.gallery.replaceChildren(
            make("h3", { "aria-live": "polite" }, `${what}: ${many(this.counts[truth][predicted], "pixel")} `
                + `(${percent(this.share(truth, predicted))} % of ${this.name(truth)}) in ${many(found.length, "image")}`),
            make("p", { class: "note" }, "Those with the most first; the pixels are orange over the grey photograph."),
            cards, this.more);
        pages(cards, this.more, found, ({ index, number }) => {
            const picture = this.thumbnails.canvas(index, this.thumbnails.cell(truth, predicted, this.series));
            return make("button", { type: "button", "data-image": index, onclick: () => this.detail.open(index, order) },
                picture, make("span", {}, this.data.images[index].name), make("span", { class: "note" }, many(number, "pixel")));
        });
    }

    /** Arrow keys go from cell to cell, over empty ones. */
    move(event) {
        const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [0, 0];
        const { truth, predicted } = event.target.dataset;
        if (!down && !right || truth === undefined) return;
        event.preventDefault();
        let [row, column] = [this.present.indexOf(Number(truth)), this.present.indexOf(Number(predicted))];
        do [row, column] = [row + down, column + right];
        while (row in this.present && column in this.present && !this.counts[this.present[row]][this.present[column]]);
        this.table.tBodies[0].rows[row]?.cells[column + 1]?.querySelector("button")?.focus();
    }
}
