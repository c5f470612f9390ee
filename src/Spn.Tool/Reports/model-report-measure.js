// Says how long the page took to open, when asked to by #measure behind the address: a page reads no clock of its own accord.

if (location.hash === "#measure") {
    const live = performance.now();
    // The second frame begins when the first has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => {
        const ms = time => `${time.toFixed(0)} ms`, drawn = performance.now();
        const { responseEnd } = performance.getEntriesByType("navigation")[0];
        const out = document.createElement("pre");
        out.dataset.part = "measured";
        out.textContent = [`${document.querySelectorAll(".list tbody tr").length} rows shown; ${navigator.userAgent}`,
            `file read: ${ms(responseEnd)}`, `script done: ${ms(live)}`, `first picture drawn: ${ms(drawn)}`].join("\n");
        document.body.prepend(out);
    }));
}
