// What pointer, keys and buttons do.

const MOST_PINS = 9;

Object.assign(Explorer.prototype, {
    listen() {
        const map = this.find("map");
        let stroke = null;
        map.addEventListener("pointermove", event => {
            const pixel = this.stage.pixelAt(event);
            if (pixel === null)
                return;
            if (stroke !== null) {
                this.brush.line(stroke, pixel, this.choices.size, this.choices.tool);
                stroke = this.cursor = pixel;
                this.changed();
            } else if (this.painting) {
                this.cursor = pixel;
                this.marks();
            } else if (!this.held || event.buttons > 0) {
                this.move(pixel.row, pixel.column);
            }
        });
        map.addEventListener("pointerdown", event => {
            const pixel = this.stage.pixelAt(event);
            if (pixel === null || event.button > 0)
                return;
            if (event.pointerType !== "touch" || this.painting)
                map.setPointerCapture(event.pointerId);
            if (this.painting) {
                stroke = this.cursor = pixel;
                this.stroke(pixel);
            } else {
                this.held = !this.held;
                this.move(pixel.row, pixel.column);
            }
        });
        for (const name of ["pointerup", "pointercancel"])
            map.addEventListener(name, () => { stroke = null; });
        // A finger is too large for a pixel of the map; in the close-up it is not.
        for (const closer of [this.closer, this.closerBeside])
            closer.canvas.addEventListener("pointerdown", event => this.take(closer.pixelAt(event)));
        map.addEventListener("keydown", event => this.key(event));
        this.find("controls").addEventListener("input", () => {
            this.choose();
            this.update();
        });
        this.find("controls").addEventListener("submit", event => event.preventDefault());
        const buttons = {
            pin: () => this.pin(), unpin: () => this.unpin(), undo: () => this.undo(),
            reset: () => {
                this.brush.reset();
                this.changed();
            },
        };
        for (const [name, act] of Object.entries(buttons))
            this.find(name).addEventListener("click", act);
    },

    /** A pixel of the close-up: asked about and held, or painted. */
    take({ row, column }) {
        if (this.painting) {
            this.cursor = { row, column };
            this.stroke(this.cursor);
        } else {
            this.held = true;
            this.move(row, column);
        }
    },

    key(event) {
        const next = pixelAfter(event, this.painting ? this.cursor : this, this.world);
        if (next !== null && this.painting) {
            this.cursor = next;
            this.marks();
            this.say(`brush at ${next.row}, ${next.column}`);
        } else if (next !== null) {
            this.held = true;
            this.move(next.row, next.column);
            this.read();
            this.say();
        } else if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            if (this.painting)
                this.stroke(this.cursor);
            else
                this.pin();
            this.read();
            this.say();
        } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            this.undo();
        }
    },

    stroke({ row, column }) {
        this.brush.begin();
        this.brush.paint(row, column, this.choices.size, this.choices.tool);
        this.changed();
    },

    undo() {
        this.brush.undo();
        this.changed();
    },

    pin() {
        const there = this.pins.some(pin => pin.row === this.row && pin.column === this.column);
        this.refused = !there && this.pins.length === MOST_PINS;
        if (!there && !this.refused)
            this.pins.push({ row: this.row, column: this.column });
        this.update();
    },

    unpin() {
        this.pins = [];
        this.refused = false;
        this.update();
    },
});
