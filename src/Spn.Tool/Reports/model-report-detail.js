// One image with all its maps, in a dialogue: the next and the previous one are those of the list it was opened from.

class Detail {
    constructor(dialog, thumbnails) {
        Object.assign(this, { dialog, thumbnails, data: thumbnails.data, keys: [part("classes"), document.querySelector(".errors")] });
        dialog.addEventListener("keydown", event => {
            const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (step) this.step(step);
        });
        dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    }

    /** Opens an image. */
    open(index, order = [index]) {
        Object.assign(this, { index, order });
        this.fill();
        if (!this.dialog.open) this.dialog.showModal();
        this.dialog.scrollTop = 0;
    }

    step(by) {
        const next = this.order[this.order.indexOf(this.index) + by];
        if (next !== undefined) this.open(next, this.order);
    }

    fill() {
        const { data, thumbnails, index, order } = this, image = data.images[index], at = order.indexOf(index);
        const focused = this.dialog.open ? document.activeElement?.textContent : null;
        const button = (text, act, off) => make("button", { type: "button", onclick: act, disabled: off }, text);
        const bar = make("div", { class: "bar" },
            button("Previous", () => this.step(-1), at <= 0), button("Next", () => this.step(1), at >= order.length - 1),
            make("span", {}, `${at + 1} of ${order.length}`), button("Close", () => this.dialog.close(), false));
        const after = data.series.map((_, s) => s).slice(data.model);
        const paints = [thumbnails.photo, thumbnails.truth(), ...data.series.map((_, s) => thumbnails.prediction(s)),
            ...after.map(s => thumbnails.errors(s, after.length > 1 ? `errors of ${data.series[s]}` : "errors"))];
        if (data.versus >= 0) paints.push(thumbnails.lead(data.model, data.versus));
        this.dialog.replaceChildren(bar, make("h2", {}, image.name),
            make("p", {}, `${image.height} × ${image.width} pixels. Mean IoU: `
                + `${data.series.map((name, s) => `${percent(image.iou[s])} % ${name}`).join(", ")}.`),
            make("div", { class: paints.length > 6 ? "strip many" : "strip" }, ...paints.map(paint =>
                make("figure", {}, thumbnails.canvas(index, paint, true), make("figcaption", {}, paint.name)))),
            ...this.keys.map(key => key.cloneNode(true)), this.table(image));
        if (focused) [...bar.querySelectorAll("button:enabled")].find(one => one.textContent === focused)?.focus();
        this.dialog.setAttribute("aria-label", image.name);
    }

    /** IoU of each class that is in the truth or in a prediction. */
    table({ counts }) {
        const { classes, series } = this.data, ious = counts.map(cells => iouByClass(cells, classes.length));
        const present = classes.map((_, c) => c).filter(c => ious.some(iou => iou[c] !== null));
        return make("div", { class: "scrolls" }, make("table", {},
            make("thead", {}, make("tr", {}, make("th", {}, "IoU, %"), ...series.map(name => make("th", {}, name)))),
            make("tbody", {}, ...present.map(c => make("tr", {}, make("th", {}, classes[c].name),
                ...ious.map(iou => make("td", {}, percent(iou[c]))))))));
    }
}

/** IoU by class from counts "true class, predicted class, number"; null: in neither. */
function iouByClass(cells, classes) {
    const [hit, union] = [new Float64Array(classes), new Float64Array(classes)];
    for (let k = 0; k < cells.length; k += 3) {
        const [truth, predicted, number] = cells.slice(k, k + 3);
        union[truth] += number;
        if (truth === predicted) hit[truth] += number;
        else union[predicted] += number;
    }
    return [...union].map((all, c) => all > 0 ? hit[c] / all : null);
}
