// The start of a widget.

/** Starts a widget in every root that has not been started; one that cannot start says so, and stops no other. */
function begin(selector, make) {
    for (const root of document.querySelectorAll(`${selector}:not([data-started])`)) {
        root.dataset.started = "";
        start(root, make);
    }
}

async function start(root, make) {
    const part = name => root.querySelector(`[data-part="${name}"]`);
    try {
        // Some notebooks make scripts anew and leave their attributes away, but for the type.
        const data = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
        const player = await make(root, data, part);
        [part("live").hidden, part("still").hidden] = [false, true];
        root.player = player;
    } catch (error) {
        part("failed").textContent = `This could not start here: ${error.message}`;
        throw error;
    }
}
