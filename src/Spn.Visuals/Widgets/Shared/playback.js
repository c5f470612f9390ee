// Play, pause, step and slide through steps 0 to count − 1. Nothing moves before the reader asks for it; who asked the system for
// less motion gets one step for each press of Play.

class Playback {
    /** show(step) draws; name(step) says in words where we are. */
    constructor(part, count, show, name) {
        Object.assign(this, { part, count, show, name, step: 0, timer: null });
        part("slider").max = count - 1;
        part("slider").addEventListener("input", () => this.seek(Number(part("slider").value)));
        part("play").addEventListener("click", () => this.toggle());
        part("back").addEventListener("click", () => this.seek(this.step - 1));
        part("forward").addEventListener("click", () => this.seek(this.step + 1));
        part("speed").addEventListener("input", () => this.timer !== null && this.run());
        this.label();
    }

    get playing() {
        return this.timer !== null;
    }

    /** Asked each time: a listener would keep a player that was taken off the page. */
    get still() {
        return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    }

    /** By the reader's hand: pauses. */
    seek(step) {
        this.pause();
        this.go(step);
        this.part("said").textContent = this.name(this.step);
    }

    go(step) {
        this.step = Math.min(Math.max(step, 0), this.count - 1);
        this.part("slider").value = this.step;
        this.part("slider").setAttribute("aria-valuetext", this.name(this.step));
        this.part("where").textContent = this.name(this.step);
        // A button that is switched off loses the focus: these stay, and do nothing at the ends.
        this.part("back").setAttribute("aria-disabled", this.step === 0);
        this.part("forward").setAttribute("aria-disabled", this.step === this.count - 1);
        this.show(this.step);
    }

    toggle() {
        if (this.playing)
            return this.pause();
        const next = this.step === this.count - 1 ? 0 : this.step + 1;
        if (this.still)
            return this.seek(next);
        this.go(next);
        this.run();
    }

    run() {
        clearInterval(this.timer);
        this.timer = setInterval(() => {
            if (!this.part("slider").isConnected || this.still || this.step === this.count - 1)
                return this.pause();
            this.go(this.step + 1);
        }, Number(this.part("speed").value));
        this.label();
    }

    pause() {
        clearInterval(this.timer);
        this.timer = null;
        this.label();
    }

    label() {
        this.part("play").textContent = this.playing ? "❚❚ Pause" : "▶ Play";
    }
}
