// The points of a plot open their images: the one nearest to the pointer, or the arrow keys from the least difference to the largest.

class Scatter {
    constructor(box, data, detail) {
        const { across, up } = box.dataset;
        Object.assign(this, { data, detail, across: Number(across), up: Number(up), plot: box.querySelector("svg") });
        this.points = [...this.plot.querySelectorAll("circle")];
        this.order = this.points.map(point => Number(point.dataset.image));
        this.said = make("p", { class: "where", role: "status" }, "\u00a0");
        box.append(this.said);
        this.plot.setAttribute("tabindex", "0");
        this.plot.setAttribute("role", "application");
        this.plot.addEventListener("pointermove", event => this.mark(this.nearest(event)));
        this.plot.addEventListener("click", event => this.open(this.nearest(event)));
        this.plot.addEventListener("keydown", event => this.key(event));
    }

    nearest({ clientX, clientY }) {
        let [best, least] = [-1, 24 ** 2];
        this.points.forEach((point, i) => {
            const { left, top, width, height } = point.getBoundingClientRect();
            const away = (left + width / 2 - clientX) ** 2 + (top + height / 2 - clientY) ** 2;
            if (away < least) [best, least] = [i, away];
        });
        return best;
    }

    mark(at) {
        if (this.at === at) return;
        this.points[this.at]?.classList.remove("current");
        this.at = at;
        this.points[at]?.classList.add("current");
        const { name, iou } = this.data.images[this.order[at]] ?? {}, { series } = this.data;
        this.said.textContent = name === undefined ? "\u00a0" : `${name}: ${percent(iou[this.across])} % ${series[this.across]}, `
            + `${percent(iou[this.up])} % ${series[this.up]} (${change(iou[this.across], iou[this.up])})`;
    }

    open(at) { if (at >= 0) this.detail.open(this.order[at], this.order); }

    key(event) {
        const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        if (step) this.mark(Math.max(0, Math.min(this.points.length - 1, (this.at ?? -1) + step)));
        else if (event.key === "Enter" && this.at >= 0) this.open(this.at);
        else return;
        event.preventDefault();
    }
}
