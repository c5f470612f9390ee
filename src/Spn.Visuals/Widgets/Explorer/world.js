// What the page holds, as numbers.

/** Three planes: green, red − green, blue − green, each as the difference to the pixel before. Back to red, green, blue. */
function unmix(bytes) {
    const size = bytes.length / 3, planes = new Uint8Array(bytes.length);
    for (let i = 0; i < size; i++) {
        const last = c => i === 0 ? 0 : bytes[c * size + i - 1];
        for (let c = 0; c < 3; c++)
            bytes[c * size + i] += last(c);
        planes[i] = bytes[size + i] + bytes[i];
        planes[size + i] = bytes[i];
        planes[2 * size + i] = bytes[2 * size + i] + bytes[i];
    }
    return planes;
}

/** Bilinear interpolation of h x w bytes, 255 being 1, to height x width; pixels are squares with their value at the centre. */
function upsample(bytes, h, w, height, width) {
    const taps = (from, to) => Array.from({ length: to }, (_, i) => {
        const at = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1), low = Math.floor(at);
        return [low, Math.min(low + 1, from - 1), at - low];
    });
    const [rows, columns] = [taps(h, height), taps(w, width)];
    const map = new Float32Array(height * width);
    for (let row = 0; row < height; row++) {
        const [top, bottom, down] = rows[row];
        for (let column = 0; column < width; column++) {
            const [left, right, across] = columns[column];
            const above = bytes[top * w + left] * (1 - across) + bytes[top * w + right] * across;
            const below = bytes[bottom * w + left] * (1 - across) + bytes[bottom * w + right] * across;
            map[row * width + column] = (above * (1 - down) + below * down) / 255;
        }
    }
    return map;
}

/** Everything of the widget's data, unpacked. */
async function read(data) {
    const { height, width } = data;
    const fields = [];
    const hinted = data.iterated?.hinted ? await unpack(data.iterated.hinted) : null;
    for (const [group, { name, paired, neighbours, channels }] of data.sets.entries())
        for (const [own, channel] of channels.entries()) {
            const { buffer } = await unpack(channel.planes);
            const gate = channel.gate ? floats(await unpack(channel.gate)) : null;
            const field = data.iterated
                ? new IteratedField(height, width, channel.steps, new Int16Array(buffer), { ...data.iterated, hinted })
                : new Field(height, width, neighbours, channel.steps, data.stable, new Int8Array(buffer), gate, data.chunk);
            fields.push({ group, set: name, channel: channel.name, paired, own, field });
        }
    const photo = unmix(await unpack(data.photo));
    const truth = data.truth ? await unpack(data.truth) : null;
    let evidence = null;
    if (data.evidence) {
        const { planes, rows, columns } = data.evidence;
        const bytes = await unpack(planes);
        const maps = Array.from({ length: bytes.length / (rows * columns) }, (_, c) =>
            upsample(bytes.subarray(c * rows * columns, (c + 1) * rows * columns), rows, columns, height, width));
        evidence = new Evidence(height, width, maps, data.confidence);
    }
    return { ...data, fields, photo, truth, evidence, heat: await unpack(data.heat) };
}
