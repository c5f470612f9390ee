// The refined map of the page: four scans of every class, their maximum, and the class that is largest.

class Refined {
    constructor(height, width, evidence) {
        this.evidence = evidence;
        const size = height * width;
        this.values = evidence.map(() => new Float32Array(size));
        this.winners = evidence.map(() => new Uint8Array(size));
        this.labels = new Uint8Array(size);
        this.coarse = this.largest(evidence, new Uint8Array(size));
        this.work = new Float32Array(size);
    }

    update(field) {
        this.evidence.forEach((x, c) => field.propagate(x, this.values[c], this.winners[c], this.work));
        this.largest(this.values, this.labels);
    }

    /** On a tie the earlier class. */
    largest(maps, labels) {
        labels.fill(0);
        const best = maps[0].slice();
        for (let c = 1; c < maps.length; c++)
            for (let i = 0; i < best.length; i++)
                if (maps[c][i] > best[i]) {
                    best[i] = maps[c][i];
                    labels[i] = c;
                }
        return labels;
    }
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
