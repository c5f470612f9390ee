// The inspection page: choices of a class or a channel, the threshold of confidence, folding. All pictures are there without it.

const page = document.querySelector(".spn-inspect");

for (const live of page.querySelectorAll(".live"))
    live.hidden = false;

// Of the pictures of a choice one is shown; choices of one group follow each other.

function choose(group, value) {
    for (const choice of page.querySelectorAll(`[data-pick="${group}"]`)) {
        if (![...choice.children].some(item => item.dataset.value === value))
            continue;
        choice.querySelector("select").value = value;
        for (const item of choice.children)
            if (item.dataset.value !== undefined)
                item.hidden = item.dataset.value !== value;
    }
}

for (const choice of page.querySelectorAll("[data-pick]")) {
    const select = choice.querySelector("select");
    for (const item of choice.children)
        if (item.dataset.value !== undefined)
            select.add(new Option(item.dataset.name, item.dataset.value));
    select.addEventListener("change", () => choose(choice.dataset.pick, select.value));
    choose(choice.dataset.pick, select.value);
}

// A link to a section unfolds it, and shows the class that it is about.

function open(hash) {
    const section = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (section instanceof HTMLDetailsElement)
        section.open = true;
}

for (const link of page.querySelectorAll("a[href^='#']"))
    link.addEventListener("click", () => {
        if (link.dataset.class !== undefined)
            choose("class", link.dataset.class);
        open(link.hash);
    });
for (const button of page.querySelectorAll("[data-fold]"))
    button.addEventListener("click", () => {
        for (const section of page.querySelectorAll(":scope > details"))
            section.open = button.dataset.fold === "open";
    });
addEventListener("hashchange", () => open(location.hash));
addEventListener("beforeprint", () => {
    for (const section of page.querySelectorAll(":scope > details"))
        section.open = true;
});
open(location.hash);

// Confidence: pixels less sure than a threshold, in steps of 1/200, and how many on both sides are right.

class Confidence {
    constructor(root, data, sure, right) {
        const { colour, opacity } = data;
        Object.assign(this, { root, sure, right, paint: [...colour, Math.round(255 * opacity)] });
        this.slider = root.querySelector("input");
        this.canvas = root.querySelector("canvas");
        [this.canvas.width, this.canvas.height] = [data.width, data.height];
        this.slider.addEventListener("input", () => this.show());
        this.show();
        root.querySelector("[data-part=still]").hidden = true;
        root.querySelector(".slider").hidden = false;
    }

    split(threshold) {
        const counts = { below: 0, knownBelow: 0, rightBelow: 0, known: 0, right: 0 };
        for (let i = 0; i < this.sure.length; i++) {
            const below = this.sure[i] < threshold ? 1 : 0;
            counts.below += below;
            if (!this.right || this.right[i] === 2)
                continue;
            counts.known++;
            counts.right += this.right[i];
            counts.knownBelow += below;
            counts.rightBelow += below * this.right[i];
        }
        return counts;
    }

    show() {
        const threshold = Number(this.slider.value), counts = this.split(threshold);
        const percent = (part, whole) => whole > 0 ? `${(100 * (part / whole)).toFixed(1)} %` : "n/a";
        this.root.querySelector("output").textContent = `${(threshold / 2).toFixed(1)} %`;
        this.slider.setAttribute("aria-valuetext", `${(threshold / 2).toFixed(1)} %`);
        let said = `${percent(counts.below, this.sure.length)} of the pixels are less sure than this.`;
        if (this.right) {
            const others = percent(counts.right - counts.rightBelow, counts.known - counts.knownBelow);
            said += ` Of these ${percent(counts.rightBelow, counts.knownBelow)} are right, of the others ${others}.`;
        }
        this.root.querySelector("[data-part=said]").textContent = said;
        const context = this.canvas.getContext("2d"), picture = context.createImageData(this.canvas.width, this.canvas.height);
        for (let i = 0; i < this.sure.length; i++)
            if (this.sure[i] < threshold)
                picture.data.set(this.paint, 4 * i);
        context.putImageData(picture, 0, 0);
    }
}

async function start(root) {
    try {
        const data = JSON.parse(root.querySelector("[data-part=data]").textContent);
        const [sure, right] = await Promise.all([unpack(data.sure), data.right ? unpack(data.right) : null]);
        root.confidence = new Confidence(root, data, sure, right);
    } catch (error) {
        const failed = root.querySelector("[data-part=failed]");
        failed.textContent = `The slider could not start here (${error.message}); the picture above and the table below do without it.`;
        failed.hidden = false;
    }
}

for (const root of page.querySelectorAll(".confidence"))
    start(root);
