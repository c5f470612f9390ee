// The diffusion player.

const FRAMES = 12;   // the most pictures of the film strip

/** The numbers of a state: differences from pixel to pixel of whole numbers, high bytes before low ones; three codes are not finite. */
function unfold(bytes, { low, high }, steps) {
    const size = bytes.length / 2, values = new Float64Array(size);
    for (let i = 0, code = 0; i < size; i++) {
        code = code + (bytes[i] << 8 | bytes[size + i]) & 0xffff;
        values[i] = code <= steps ? low + code / steps * (high - low) : [-Infinity, Infinity, NaN][code - steps - 1];
    }
    return values;
}

class DiffusionPlayer {
    constructor(root, data, part, photo) {
        Object.assign(this, { root, data, part, photo, pixel: { row: data.height >> 1, column: data.width >> 1 }, at: 0 });
        this.layer = new Layer(data.height, data.width);
        this.picture = new Picture(part("map"), data.height, data.width, 560, () => this.paint());
        part("over").hidden = photo === null;
        part("opacity").value = 100 * data.opacity;
        part("exact").textContent = data.exact ? "Values stand in this page as they are."
            : `Values stand in this page in ${data.steps} steps of each state's own range, so a value is wrong by at most `
            + `1/${2 * data.steps} of that range. Range, mean and energy are those of the exact values.`;
        this.charts();
        this.strip();
        this.playback = new Playback(part, data.states.length, step => this.show(step), step => `T = ${data.states[step].step}`);
        part("map").addEventListener("pointermove", event => this.read(this.picture.pixelAt(event)));
        part("map").addEventListener("pointerdown", event => this.read(this.picture.pixelAt(event)));
        part("map").addEventListener("keydown", event => {
            if (this.read(pixelAfter(event, this.pixel, data)))
                part("said").textContent = this.words();
        });
        root.querySelector("form").addEventListener("input", () => this.show(this.at));
        this.playback.go(0);
    }

    charts() {
        const { states, name } = this.data, across = states.map(state => state.step), choose = i => this.playback.seek(i);
        const values = key => states.map(state => state[key] ?? NaN);
        this.part("range-caption").append(`${name}: `, made("span", { class: "spn-key", style: "background:#56b4e999" }),
            "smallest to largest ",
            made("span", { class: "spn-key", style: "background:#0b4f8a;height:3px;vertical-align:3px" }), "mean");
        const said = (what, key) => `${what} over T, from ${pretty(values(key)[0])} to ${pretty(values(key).at(-1))}`;
        this.drawn = [
            new Chart(this.part("range"), {
                across, name, lines: [{ values: values("mean"), colour: "#0b4f8a" }], band: { low: values("low"), high: values("high") },
                describe: `Range and mean of ${name} over T: ${said("mean", "mean")}`,
            }, choose),
            new Chart(this.part("energy"), {
                across, name: "energy", fromZero: true, lines: [{ values: values("energy"), colour: "#9a3f00" }], band: null,
                    describe: said("energy", "energy"),
            }, choose),
        ];
    }

    strip() {
        const { states } = this.data, count = Math.min(states.length, FRAMES);
        this.frames = Array.from({ length: count }, (_, i) => {
            const index = count === 1 ? 0 : Math.round(i * (states.length - 1) / (count - 1));
            const layer = new Layer(this.data.height, this.data.width);
            const side = 72 / Math.max(this.data.height, this.data.width);
            [layer.canvas.style.width, layer.canvas.style.height] = [`${this.data.width * side}px`, `${this.data.height * side}px`];
            const button = made("button", { type: "button", "aria-label": `T = ${states[index].step}` }, layer.canvas,
                `T = ${states[index].step}`);
            button.addEventListener("click", () => this.playback.seek(index));
            return { index, layer, button };
        });
        this.part("strip").append(...this.frames.map(frame => frame.button));
    }

    /** The colours of a state as they are chosen. */
    scale(state) {
        return chosen(this.root, "range") === "own" ? this.data.scale.over(state.low, state.high) : this.data.scale;
    }

    fill(layer, state) {
        const scale = this.scale(state);
        for (let i = 0; i < state.values.length; i++)
            layer.words[i] = scale.word(state.values[i]);
        layer.flush();
    }

    show(index) {
        const { states, name } = this.data, state = states[index];
        this.at = index;
        this.fill(this.layer, state);
        const own = chosen(this.root, "range");
        if (this.own !== own) {
            this.own = own;
            for (const frame of this.frames)
                this.fill(frame.layer, states[frame.index]);
        }
        this.scale(state).legend(this.part("legend"), name);
        this.drawn.forEach(chart => chart.show(index));
        for (const frame of this.frames)
            frame.button.setAttribute("aria-current", frame.index === index);
        const wrong = state.nan + state.infinite, scale = this.scale(state);
        const faint = state.high - state.low < (scale.high - scale.low) / 100 && state.high > state.low;
        this.part("alarm").hidden = wrong === 0 && !faint;
        this.part("alarm").textContent = faint && wrong === 0
            ? "Beside the states with the largest range this one shows hardly any colour: choose its own range."
            : `${wrong} of ${state.values.length} values are not finite (${state.nan} NaN, ${state.infinite} infinite): `
                + "magenta in the map, left out of range and mean.";
        this.picture.draw();
        this.table();
    }

    paint() {
        const { picture, data } = this, state = data.states[this.at], scale = this.scale(state);
        if (this.photo !== null)
            picture.place(this.photo);
        const opacity = this.photo === null ? 1 : this.part("opacity").value / 100;
        picture.place(this.layer.canvas, opacity);
        if (opacity === 1)
            picture.numbers(i => pretty(state.values[i], 2), i => scale.ink(state.values[i]));
        picture.frame(this.pixel.row, this.pixel.column);
    }

    /** Reads out another pixel; false where there is none. */
    read(pixel) {
        if (pixel === null)
            return false;
        this.pixel = pixel;
        this.picture.draw();
        this.table();
        return true;
    }

    get value() {
        return this.data.states[this.at].values[this.pixel.row * this.data.width + this.pixel.column];
    }

    /** The value in words, with how far it may be off where that would be seen. */
    get told() {
        const { low, high } = this.data.states[this.at], off = this.data.exact ? 0 : (high - low) / (2 * this.data.steps);
        return `${pretty(this.value)}${off > 5e-5 * Math.abs(this.value) ? ` ± ${pretty(off, 1)}` : ""}`;
    }

    words() {
        return `${this.data.name} at row ${this.pixel.row}, column ${this.pixel.column} is ${this.told}`;
    }

    table() {
        const state = this.data.states[this.at], { name } = this.data;
        const rows = [
            [`${name} at row ${this.pixel.row}, column ${this.pixel.column}`, this.told],
            ["range", state.mean === null ? "no finite value" : `${pretty(state.low)} to ${pretty(state.high)}`],
            ["mean", pretty(state.mean ?? NaN)],
            ["energy", state.energy === null ? "not finite" : pretty(state.energy)],
        ];
        this.part("numbers").replaceChildren(...rows.map(([term, text]) =>
            made("tr", {}, made("th", { scope: "row" }, term), made("td", {}, text))));
    }
}

begin(".spn-diffusion", async (root, data, part) => {
    for (const state of data.states)
        state.values = data.exact ? floats(await unpack(state.values)) : unfold(await unpack(state.values), state, data.steps);
    data.scale = new Scale(data.scale, await unpack(data.scale.colours));
    return new DiffusionPlayer(root, data, part, await photograph(data.photo));
});
