// Times the explorer of a page when asked to: by the button, or by #measure behind the address.

(() => {
    const root = document.querySelector(".spn-explorer"), button = document.createElement("button"), out = document.createElement("pre");
    button.textContent = "Measure this page";
    button.dataset.part = "measure";
    out.dataset.part = "measured";
    document.body.prepend(button, out);
    const pause = () => new Promise(done => setTimeout(done));
    let seed = 1;
    const random = below => (seed = (seed * 48271) % 2147483647) % below;

    /** Median and 95th percentile of many runs, in milliseconds; what is drawn is read back, so that drawing has ended. */
    async function time(count, act) {
        const { stage } = root.player, took = [];
        for (let i = 0; i < count + 20; i++) {
            const started = performance.now();
            act();
            stage.context.getImageData(0, 0, 1, 1);
            took.push(performance.now() - started);
            if (i % 20 === 19)
                await pause();
        }
        const sorted = took.slice(20).sort((a, b) => a - b);
        return `median ${sorted[count >> 1].toFixed(1)} ms, 95 % within ${sorted[Math.floor(count * 0.95)].toFixed(1)} ms, of ${count}`;
    }

    async function measure() {
        button.disabled = true;
        while (!root.player)
            await new Promise(done => setTimeout(done, 50));
        const explorer = root.player, { height, width } = explorer.world;
        const choose = (choice, value) => root.querySelector(`[data-choice="${choice}"] input[value="${value}"]`).click();
        const point = () => explorer.move(random(height), random(width));
        const lines = [`${height}×${width}, ${explorer.world.evidence.count} classes; ${navigator.userAgent}`];
        for (const [direction, name] of [[0, "→"], [2, "↓"], ["all", "all four"]]) {
            choose("direction", direction);
            lines.push(`pointer to heat, row, ${name}: ${await time(200, point)}`);
        }
        choose("direction", 0);
        lines.push(`pointer to heat and its numbers, row, →: ${await time(200, () => {
            point();
            explorer.read();
        })}`);
        choose("question", "column");
        lines.push(`pointer to heat, column, →: ${await time(200, point)}`);
        choose("question", "row");
        choose("show", "refined");
        lines.push(`brush stroke to refined map and heat: ${await time(40, () => {
            explorer.choices.tool = "wall";
            explorer.stroke({ row: random(height), column: random(width) });
            explorer.update();
        })}`);
        explorer.brush.reset();
        explorer.choose();
        explorer.changed();
        out.textContent = lines.join("\n");
        out.dataset.done = "";
        button.disabled = false;
    }

    button.addEventListener("click", measure);
    if (location.hash === "#measure")
        measure();
})();
