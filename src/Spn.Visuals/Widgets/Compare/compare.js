// Before and after: a divider between two label maps, what changed, and zoom.

const BLINK = 900;   // ms between the two

class Comparison {
    constructor(root, data, part, photo) {
        Object.assign(this, { root, data, part, photo, blinking: null, side: 0 });
        this.pixel = { row: data.height >> 1, column: data.width >> 2 };
        this.layers = Object.fromEntries(["before", "after", "truth"].map(
            name => [name, data[name] === null ? null : coloured(data[name], data)]));
        this.changes = changes(data);
        this.grey = photo === null ? null : grey(photo, data);
        this.readout = new Readout(part, data, this.changes);
        this.picture = new Picture(part("map"), data.height, data.width, 640, () => this.paint());
        this.fill();
        this.listen();
        this.update();
    }

    fill() {
        const { part, data } = this;
        part("opacity").value = 100 * data.opacity;
        part("over").hidden = this.photo === null;
        part("before-name").textContent = data.names[0];
        part("after-name").textContent = data.names[1];
        part("changes-name").textContent = data.truth === null ? "where they differ" : "mended and spoilt";
        this.root.querySelector('input[value="truth"]').closest("label").hidden = data.truth === null;
    }

    listen() {
        const { part, picture } = this, map = part("map");
        let drag = null;
        map.addEventListener("pointerdown", event => {
            map.setPointerCapture(event.pointerId);
            this.read(picture.pixelAt(event));
            drag = { kind: this.grip(event), x: event.clientX, y: event.clientY };
            if (drag.kind === "divider")
                this.divide(event);
        });
        map.addEventListener("pointermove", event => {
            if (drag === null || event.buttons === 0) {
                map.dataset.drag = this.grip(event);
                this.read(picture.pixelAt(event));
            } else if (drag.kind === "divider") {
                this.divide(event);
            } else if (drag.kind === "map") {
                this.pan((drag.x - event.clientX) / picture.unit, (drag.y - event.clientY) / picture.unit);
                Object.assign(drag, { x: event.clientX, y: event.clientY });
            }
        });
        for (const name of ["pointerup", "pointercancel"])
            map.addEventListener(name, () => drag = null);
        map.addEventListener("wheel", event => {
            if (document.activeElement !== map)
                return;
            event.preventDefault();
            this.magnify(event.deltaY < 0 ? 1.25 : 0.8, picture.pixelAt(event));
        }, { passive: false });
        map.addEventListener("keydown", event => this.key(event));
        part("divider").addEventListener("input", () => this.update());
        part("in").addEventListener("click", () => this.magnify(2));
        part("out").addEventListener("click", () => this.magnify(0.5));
        part("whole").addEventListener("click", () => this.magnify(0));
        part("blink").addEventListener("click", () => this.blink());
        this.root.querySelector("form").addEventListener("input", event => {
            if (event.target.name === "show")
                this.rest();
            this.update();
        });
    }

    key(event) {
        const acts = {
            "+": () => this.magnify(2), "=": () => this.magnify(2), "-": () => this.magnify(0.5), 0: () => this.magnify(0),
            ",": () => this.slide(-20), ".": () => this.slide(20),
        };
        const next = pixelAfter(event, this.pixel, this.data);
        if (next !== null) {
            this.read(next);
            this.follow();
            this.part("said").textContent = this.readout.words(this.pixel);
        } else if (event.key in acts && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            acts[event.key]();
        }
    }

    get mode() {
        return this.blinking !== null ? ["before", "after"][this.side] : chosen(this.root, "show");
    }

    /** Where the divider stands, in px of the canvas. */
    get divider() {
        return this.part("divider").value / 1000 * this.part("map").clientWidth;
    }

    /** What a drag from here moves: the divider near it and on the whole map, else the map. */
    grip(event) {
        const x = event.clientX - this.part("map").getBoundingClientRect().left - 1;
        if (this.mode === "swipe" && (this.picture.zoom === 1 || Math.abs(x - this.divider) < 24))
            return "divider";
        return this.picture.zoom > 1 ? "map" : "";
    }

    divide(event) {
        const box = this.part("map").getBoundingClientRect();
        this.part("divider").value = Math.round(1000 * (event.clientX - box.left - 1) / this.part("map").clientWidth);
        this.update();
    }

    slide(by) {
        this.part("divider").value = Number(this.part("divider").value) + by;
        this.update();
    }

    /** Zooms around a pixel; by 0: the whole map. */
    magnify(by, around = this.pixel) {
        const { picture } = this, pixel = around ?? this.pixel, before = picture.zoom;
        const most = Math.max(1, 48 * picture.width / this.part("map").clientWidth);
        picture.zoom = by === 0 ? 1 : Math.min(Math.max(before * by, 1), most);
        const keep = (at, edge) => at + 0.5 - (at + 0.5 - edge) * before / picture.zoom;
        [picture.left, picture.top] = [keep(pixel.column, picture.left), keep(pixel.row, picture.top)];
        this.pan(0, 0);
        if (by !== 0)
            this.follow();
    }

    pan(right, down) {
        const { picture } = this, within = (value, count) => Math.min(Math.max(value, 0), count - count / picture.zoom);
        [picture.left, picture.top] = [within(picture.left + right, picture.width), within(picture.top + down, picture.height)];
        this.part("map").style.touchAction = picture.zoom > 1 ? "none" : "pan-y";
        this.update();
    }

    /** Brings the pixel that is read out into view. */
    follow() {
        const { picture, pixel } = this;
        const beyond = (at, edge, count) => Math.min(at - edge, 0) + Math.max(at + 1 - edge - count / picture.zoom, 0);
        this.pan(beyond(pixel.column, picture.left, picture.width), beyond(pixel.row, picture.top, picture.height));
    }

    /** Before and after in turn until pressed again; who asked for less motion gets one change for each press. */
    blink() {
        const next = () => {
            this.side = 1 - this.side;
            this.update();
        };
        if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
            this.side = this.mode === "before" ? 1 : 0;
            this.root.querySelector(`[data-choice="show"] input[value="${["before", "after"][this.side]}"]`).checked = true;
        } else if (this.blinking !== null) {
            this.rest();
        } else {
            this.side = 1;
            this.blinking = setInterval(() => this.part("map").isConnected ? next() : this.rest(), BLINK);
            next();
        }
        this.part("blink").setAttribute("aria-pressed", this.blinking !== null);
        this.update();
    }

    rest() {
        clearInterval(this.blinking);
        this.blinking = null;
        this.part("blink").setAttribute("aria-pressed", false);
    }

    update() {
        const { mode, part } = this, swipe = mode === "swipe";
        part("divide").hidden = !swipe;
        part("left").textContent = swipe ? this.readout.names.before
            : this.readout.names[mode] ?? (this.data.truth === null ? "where they differ" : "what changed");
        part("right").textContent = swipe ? this.readout.names.after : "";
        part("zoom").textContent = `${this.picture.zoom.toFixed(this.picture.zoom < 10 ? 1 : 0)}×`;
        this.picture.draw();
        this.readout.table(this.pixel);
    }

    paint() {
        const { picture, layers, mode } = this, { context } = picture, { clientWidth: width, clientHeight: height } = picture.canvas;
        const opacity = this.photo === null ? 1 : this.part("opacity").value / 100;
        const ground = mode === "changes" ? this.grey : this.photo;
        if (ground !== null)
            picture.place(ground);
        if (mode === "swipe") {
            for (const [layer, from, to] of [[layers.before, 0, this.divider], [layers.after, this.divider, width]]) {
                context.save();
                context.beginPath();
                context.rect(from, 0, to - from, height);
                context.clip();
                picture.place(layer, opacity);
                context.restore();
            }
            this.handle(context, height);
        } else {
            const layer = mode === "changes" ? this.changes.canvas : layers[mode];
            picture.place(layer, mode === "changes" && ground !== null ? Math.max(opacity, 0.75) : opacity);
        }
        picture.frame(this.pixel.row, this.pixel.column);
    }

    /** The divider: a white line with a dark rim and a round handle. */
    handle(context, height) {
        const x = this.divider;
        for (const [line, colour] of [[5, "#1f2328"], [2.5, "#fff"]]) {
            [context.lineWidth, context.strokeStyle] = [line, colour];
            context.beginPath();
            context.moveTo(x, 0);
            context.lineTo(x, height);
            context.stroke();
        }
        context.beginPath();
        context.arc(x, height / 2, 15, 0, 2 * Math.PI);
        [context.fillStyle, context.strokeStyle, context.lineWidth] = ["#fff", "#1f2328", 1.5];
        context.fill();
        context.stroke();
        context.fillStyle = "#1f2328";
        for (const side of [-1, 1]) {
            context.beginPath();
            context.moveTo(x + side * 11, height / 2);
            context.lineTo(x + side * 4, height / 2 - 6);
            context.lineTo(x + side * 4, height / 2 + 6);
            context.fill();
        }
    }

    read(pixel) {
        if (pixel === null)
            return;
        this.pixel = pixel;
        this.picture.draw();
        this.readout.table(this.pixel);
    }
}

begin(".spn-compare", async (root, data, part) => {
    for (const name of ["before", "after", "truth"])
        data[name] = data[name] === null ? null : await unpack(data[name]);
    return new Comparison(root, data, part, await photograph(data.photo));
});
