// Numbers as text, and values as colours.

/** A value with about so many significant digits, with a true minus sign. */
function pretty(value, digits = 4) {
    if (Number.isNaN(value))
        return "NaN";
    if (!Number.isFinite(value))
        return value > 0 ? "∞" : "−∞";
    const size = Math.abs(value), rounded = Number(value.toPrecision(digits));
    const text = size !== 0 && (size >= 1e6 || size < 1e-4) ? rounded.toExponential() : String(rounded);
    return text.replaceAll("-", "−").replace("e+", "e");
}

/** Round values from low to high for the ticks of an axis. */
function ticks(low, high, count) {
    if (!(high > low))
        return [low];
    const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find(factor => factor * power >= rough * 0.9999) * power;
    const values = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
        values.push(Number((i * step).toPrecision(12)));
    return values;
}

/** 32-bit numbers: the first bytes of all, then the second ones, and so on. */
function floats(bytes) {
    const count = bytes.length / 4, ordered = new Uint8Array(bytes.length);
    for (let part = 0; part < 4; part++)
        for (let i = 0; i < count; i++)
            ordered[4 * i + part] = bytes[part * count + i];
    return new Float32Array(ordered.buffer);
}

/** Values to colours, as 32-bit words of a canvas. */
class Scale {
    constructor({ low, middle, high, logarithmic, diverging }, colours) {
        Object.assign(this, { low, middle, high, logarithmic, diverging, colours });
        this.words = Uint32Array.from(
            { length: 256 }, (_, i) => 0xff000000 | colours[3 * i + 2] << 16 | colours[3 * i + 1] << 8 | colours[3 * i]);
    }

    /** The same colours for another range; diverging ones stay white in the middle. */
    over(low, high) {
        if (this.diverging) {
            const reach = Math.max(this.middle - low, high - this.middle) || 1;
            [low, high] = [this.middle - reach, this.middle + reach];
        } else if (this.logarithmic) {
            low = high / 1000;
        }
        return new Scale({ ...this, low, high, middle: this.diverging ? this.middle : (low + high) / 2 }, this.colours);
    }

    /** Which of the 256 colours a value has. */
    place(value) {
        const { low, middle, high } = this;
        let at = 0.5;
        if (this.logarithmic)
            at = value > 0 ? Math.log(value / low) / Math.log(high / low) : 0;
        else if (value <= middle)
            at = middle > low ? 0.5 - 0.5 * (middle - value) / (middle - low) : 0.5;
        else
            at = high > middle ? 0.5 + 0.5 * (value - middle) / (high - middle) : 0.5;
        return Math.round(255 * Math.min(Math.max(at, 0), 1));
    }

    /** The word of a value; one that is not finite is magenta, which no scale contains. */
    word(value) {
        return Number.isFinite(value) ? this.words[this.place(value)] : 0xffc800ff;
    }

    css(value) {
        const word = this.word(value);
        return `rgb(${word & 255} ${word >> 8 & 255} ${word >> 16 & 255})`;
    }

    /** Dark or white: what reads better on the colour of a value. */
    ink(value) {
        const word = this.word(value), linear = shift => ((word >> shift & 255) / 255) ** 2.2;
        return 0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(16) > 0.37 ? "#1f2328" : "#ffffff";
    }

    /** Shows itself in a legend: low, ramp, high. */
    legend(element, name) {
        ramp(element.querySelector(".spn-ramp"), this.colours);
        const [low, high] = element.querySelectorAll("output");
        low.textContent = `${name} ${pretty(this.low)}`;
        high.textContent = `${pretty(this.high)}${this.logarithmic ? ", logarithmic" : ""}`;
    }
}
