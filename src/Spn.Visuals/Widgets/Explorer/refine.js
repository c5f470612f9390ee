// The refined map of the page: four scans of every class, their maximum, and the class that is largest.

/** The classes' evidence at the size of the map, which all weights of the page refine. */
class Evidence {
    constructor(height, width, maps, confidence) {
        Object.assign(this, { height, width, count: maps.length });
        const size = height * width;
        this.coarse = largest(maps, new Uint8Array(size), new Float32Array(size));
        if (confidence > 0)
            for (let i = 0; i < size; i++) {
                let most = 0;
                for (const map of maps)
                    most = Math.max(most, map[i]);
                const factor = most ** confidence;
                for (const map of maps)
                    map[i] *= factor;
            }
        this.maps = maps;
        this.turned = maps.map(map => {
            const turned = new Float32Array(size);
            transpose(map, turned, width, height);
            return turned;
        });
        this.work = { one: new Float32Array(size), other: new Float32Array(size), which: new Uint8Array(size) };
        [this.best, this.value] = [new Float32Array(size), new Float32Array(size)];
    }
}

/** What weights, a field for each class, make of the evidence; made anew when it is asked for after the weights changed. */
class Refined {
    constructor(evidence, fields) {
        Object.assign(this, { evidence, fields, stale: true, winners: null, kept: null });
    }

    get labels() {
        this.update();
        return this.kept;
    }

    winner(c, at) {
        this.update();
        return this.winners[c][at];
    }

    /** Class after class, of which the largest so far is kept. Nobody may ask: the maps are made when the first one does. */
    update() {
        if (!this.stale)
            return;
        const { evidence, fields } = this, { maps, turned, best, value, work } = evidence;
        this.winners ??= maps.map(() => new Uint8Array(best.length));
        this.kept ??= new Uint8Array(best.length);
        this.kept.fill(0);
        maps.forEach((x, c) => {
            fields[c].propagate(x, turned[c], c === 0 ? best : value, this.winners[c], work);
            if (c > 0)
                larger(value, best, this.kept, c);
        });
        this.stale = false;
    }
}

/** The class that is largest; on a tie the earlier class. */
function largest(maps, labels, best) {
    labels.fill(0);
    best.set(maps[0]);
    for (let c = 1; c < maps.length; c++)
        larger(maps[c], best, labels, c);
    return labels;
}

/** Intersection over union of each class, NaN where it is in neither map, and the mean over the classes that the truth has. */
function scores(labels, truth, classes) {
    const both = new Float64Array(classes), predicted = new Float64Array(classes), real = new Float64Array(classes);
    for (let i = 0; i < labels.length; i++) {
        if (truth[i] >= classes)
            continue;
        predicted[labels[i]]++;
        real[truth[i]]++;
        if (labels[i] === truth[i])
            both[labels[i]]++;
    }
    const iou = Array.from(both, (n, c) => n / (predicted[c] + real[c] - n));
    const present = iou.filter((_, c) => real[c] > 0);
    return { iou, mean: present.reduce((sum, value) => sum + value, 0) / present.length };
}
