// What stands beside the maps: their classes with scores, what happened in all, and the pixel that is read out.

class Readout {
    constructor(part, data, changes) {
        Object.assign(this, { part, data });
        this.names = { before: data.names[0], after: data.names[1], truth: "truth" };
        this.classes = new Map(data.classes.map(each => [each.label, each]));
        this.verdicts(changes);
        this.legend();
    }

    /** How many of the pixels were mended, spoilt and wrong in both; without a truth, how many differ. */
    verdicts({ counts, colours }) {
        const { data } = this;
        const share = kind => `${(100 * (counts[kind] ?? 0) / data.before.length).toFixed(1)} %`;
        const kinds = data.truth === null ? [["different", "different"]]
            : [["mended", "mended"], ["spoilt", "spoilt"], ["wrong", "wrong in both"], ["not labelled", "not labelled"]];
        this.part("verdicts").append(...kinds.filter(([kind]) => kind !== "not labelled" || counts[kind] > 0).map(
            ([kind, words]) => made("span", {}, swatch(colours[kind]), `${words} ${share(kind)}`)));
    }

    /** The classes that are present, with their IoU where there is a truth, else with their shares. */
    legend() {
        const { data } = this, percent = value => value === null ? "–" : `${(100 * value).toFixed(1)}`;
        const count = (labels, label) => labels.reduce((sum, each) => sum + (each === label), 0) / labels.length;
        const change = ([from, to]) => from === null || to === null ? "–"
            : `${to >= from ? "+" : "−"}${Math.abs(100 * (to - from)).toFixed(1)}`;
        const cells = scores => [percent(scores[0]), percent(scores[1]), change(scores)];
        const line = (name, texts, attributes) =>
            made("tr", attributes, made("th", { scope: "row" }, ...name), ...texts.map(text => made("td", {}, text)));
        this.part("head").append(made("tr", {},
            ...[data.truth === null ? "share in %" : "IoU in %", ...data.names, "change"].map(text => made("th", { scope: "col" }, text))));
        const rows = data.classes.map(each => {
            const scores = data.truth === null ? [data.before, data.after].map(labels => count(labels, each.label)) : each.scores;
            return line([swatchOf(each), each.name + (each.clear ? " (clear)" : "")],
                scores === null ? ["–", "–", "–"] : cells(scores), { "data-label": each.label });
        });
        if (data.means !== null)
            rows.push(line(["mean"], cells(data.means), {}));
        this.part("classes").append(...rows);
    }

    /** A pixel's class in each map, and what happened to it. */
    found({ row, column }) {
        const { data } = this, at = row * data.width + column;
        const of = labels => this.classes.get(labels[at]);
        const truth = data.truth === null ? null : data.truth[at];
        return {
            before: of(data.before), after: of(data.after), truth: data.truth === null ? null : of(data.truth),
            kind: verdict(data.before[at], data.after[at], truth),
        };
    }

    words(pixel) {
        const { before, after, truth, kind } = this.found(pixel), { names } = this;
        const [place, known] = [`row ${pixel.row}, column ${pixel.column}`, truth === null ? "" : `, truth ${truth.name}`];
        return `${place}: ${names.before} ${before.name}, ${names.after} ${after.name}${known}; ${kind}`;
    }

    table(pixel) {
        const { before, after, truth, kind } = this.found(pixel);
        const line = (name, ...cell) => made("tr", {}, made("th", { scope: "row" }, name), made("td", {}, ...cell));
        const of = each => [swatchOf(each), each.name];
        this.part("numbers").replaceChildren(line("pixel (row, column)", `${pixel.row}, ${pixel.column}`),
            line(this.names.before, ...of(before)), line(this.names.after, ...of(after)),
            ...(truth === null ? [] : [line("truth", ...of(truth))]), line("result", kind));
        for (const row of this.part("classes").children)
            row.setAttribute("aria-current", row.dataset.label !== undefined
                && [before, after].some(each => each.label === Number(row.dataset.label)));
    }
}

/** A little square of a colour. */
function swatch(colour) {
    return made("span", { class: "spn-swatch", style: `background:rgb(${colour & 255} ${colour >> 8 & 255} ${colour >> 16 & 255})` });
}

/** That of a class; one that leaves the photograph clear is white. */
const swatchOf = ({ colour, clear }) => swatch(clear ? 0xffffff : word(...colour));
