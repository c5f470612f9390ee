// Label maps as colours, and where two of them differ.

const IGNORE = 255;

/** A label map in the colours of its classes; classes that leave the photograph clear stay clear. */
function coloured(labels, { height, width, classes }) {
    const layer = new Layer(height, width), colours = new Uint32Array(256);
    for (const { label, colour: [r, g, b], clear } of classes)
        colours[label] = clear ? 0 : word(r, g, b);
    layer.words.set(Uint32Array.from(labels, label => colours[label]));
    layer.flush();
    return layer.canvas;
}

const word = (r, g, b) => (0xff000000 | b << 16 | g << 8 | r) >>> 0;

/** What happened to a pixel: with a truth "right", "mended", "spoilt", "wrong" or "not labelled"; without, "same" or "different". */
function verdict(before, after, truth) {
    if (truth === null)
        return before === after ? "same" : "different";
    if (truth === IGNORE)
        return "not labelled";
    return before === truth ? after === truth ? "right" : "spoilt" : after === truth ? "mended" : "wrong";
}

/** The verdicts as colours, and how many pixels have each. */
function changes(data) {
    const [mended, spoilt, wrong] = data.verdicts.map(colour => word(...colour));
    const colours = { mended, spoilt, wrong, different: spoilt, "not labelled": word(40, 40, 40), right: 0, same: 0 };
    const layer = new Layer(data.height, data.width), counts = {};
    for (let i = 0; i < layer.words.length; i++) {
        const kind = verdict(data.before[i], data.after[i], data.truth === null ? null : data.truth[i]);
        counts[kind] = (counts[kind] ?? 0) + 1;
        layer.words[i] = colours[kind];
    }
    layer.flush();
    return { canvas: layer.canvas, counts, colours };
}

/** The photograph without its colours, lighter, so that those on it stand out. */
function grey(photo, { height, width }) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d");
    context.drawImage(photo, 0, 0);
    const pixels = context.getImageData(0, 0, width, height);
    for (let i = 0; i < pixels.data.length; i += 4)
        pixels.data.fill(70 + 0.72 * (0.299 * pixels.data[i] + 0.587 * pixels.data[i + 1] + 0.114 * pixels.data[i + 2]), i, i + 3);
    context.putImageData(pixels, 0, 0);
    return canvas;
}
