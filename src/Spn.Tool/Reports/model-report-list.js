// All images as a table that can be sorted and filtered; a name opens the image.

class List {
    constructor(box, thumbnails, detail) {
        const { data } = thumbnails, { series, model, versus, hasCoarse } = data;
        Object.assign(this, { data, detail });
        const iou = s => ({ name: series[s], value: image => image.iou[s], text: image => percent(image.iou[s]) });
        const difference = (from, to, name) => ({ name, signed: true, text: image => change(image.iou[from], image.iou[to]),
            value: image => image.iou[from] === null ? null : image.iou[to] - image.iou[from] });
        this.columns = [{ name: "image", value: image => image.name, text: image => image.name }, ...series.map((_, s) => iou(s)),
            ...hasCoarse ? [difference(0, model, versus < 0 ? "change" : `${series[model]} − coarse`)] : [],
            ...versus < 0 ? [] : [difference(versus, model, `${series[model]} − ${series[versus]}`)]];
        [this.sorted, this.falling] = [1 + model, false];
        this.filter = make("input", { type: "search", oninput: () => this.fill() });
        const signs = this.columns.flatMap(({ name, signed }, c) => signed ? [[c, 1, `${name} above 0`], [c, -1, `${name} below 0`]] : []);
        this.only = make("select", { onchange: () => this.fill() }, make("option", { value: "" }, "all"),
            ...signs.map(([c, sign, text]) => make("option", { value: `${c},${sign}` }, text)));
        this.found = make("span", { role: "status" });
        this.heads = this.columns.map((column, c) => make("th", { scope: "col" },
            make("button", { type: "button", onclick: () => this.sort(c) }, column.name)));
        this.body = make("tbody", {});
        this.more = make("button", { type: "button" });
        box.append(make("div", { class: "bar" }, make("label", {}, "name contains ", this.filter),
            ...signs.length ? [make("label", {}, "only ", this.only)] : [], this.found),
            make("div", { class: "scrolls tall" },
                make("table", { class: "list" }, make("thead", {}, make("tr", {}, ...this.heads)), this.body)), this.more);
        this.fill();
    }

    sort(column) {
        this.falling = column === this.sorted && !this.falling;
        this.sorted = column;
        this.fill();
    }

    fill() {
        const { images } = this.data, { value } = this.columns[this.sorted], sign = this.falling ? -1 : 1;
        const [only, wanted] = this.only.value.split(",").map(Number), text = this.filter.value.toLowerCase();
        const compare = (a, b) => typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b;
        // What has no number stands last, whichever way the others are sorted.
        this.order = images.map((_, i) => i)
            .filter(i => images[i].name.toLowerCase().includes(text) && (!wanted || wanted * this.columns[only].value(images[i]) > 0))
            .sort((i, j) => {
                const [a, b] = [value(images[i]), value(images[j])];
                return a === null || b === null ? (a === null) - (b === null) : sign * compare(a, b) || i - j;
            });
        this.heads.forEach((head, c) =>
            head.setAttribute("aria-sort", c !== this.sorted ? "none" : this.falling ? "descending" : "ascending"));
        this.found.textContent = `${this.order.length} of ${many(images.length, "image")}`;
        pages(this.body, this.more, this.order, index => this.row(index));
    }

    row(index) {
        const image = this.data.images[index];
        return make("tr", {}, ...this.columns.map((column, c) => c > 0
            ? make("td", { class: this.tone(column, image) }, column.text(image))
            : make("th", { scope: "row" }, make("button",
                { type: "button", "data-image": index, onclick: () => this.detail.open(index, this.order) }, image.name))));
    }

    tone(column, image) { return column.signed ? { "1": "better", "-1": "worse" }[Math.sign(column.value(image))] ?? "" : ""; }
}
