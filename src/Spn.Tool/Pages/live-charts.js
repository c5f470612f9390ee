"use strict";
// Puts live charts over the pictures of charts: plotly.js lies packed in the page and is unpacked when the first one comes near the view.
(() => {
  const tools = { displaylogo: false, modeBarButtons: [["zoom2d", "pan2d", "resetScale2d"]] };
  const fingers = matchMedia("(pointer: coarse)").matches;
  let library = null;

  // The page's policy admits the script by the hash of its text: no address is asked and no text is evaluated.
  async function unpack() {
    const packed = document.querySelector("script.spn-plotly-packed");
    const bytes = Uint8Array.from(atob(packed.textContent), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    if (!window.Plotly)
      throw new Error("the browser did not start plotly.js");
    return window.Plotly;
  }

  // Over its part of the picture; under it where the picture is drawn too small to read.
  function place(plot, picture, shares) {
    const scale = picture.clientWidth / Number(picture.getAttribute("width"));
    const below = scale < 0.75;
    plot.classList.toggle("below", below);
    const [left, top, width, height] = shares.map(share => share / 100);
    plot.style.left = below ? "" : `${picture.offsetLeft + left * picture.clientWidth}px`;
    plot.style.top = below ? "" : `${picture.offsetTop + top * picture.clientHeight}px`;
    plot.style.width = below ? "" : `${width * picture.clientWidth}px`;
    plot.style.height = below ? "" : `${height * picture.clientHeight}px`;
  }

  // The picture that a chart's values stand behind, or null: a figure may hold several pictures.
  function pictureOf(block) {
    let before = block.previousElementSibling;
    while (before && before.tagName !== "IMG")
      before = before.previousElementSibling;
    return before;
  }

  async function draw(block) {
    const figure = block.closest(".spn-figure");
    const picture = pictureOf(block);
    const plot = document.createElement("div");
    try {
      const plotly = await (library ??= unpack());
      const { data, layout } = JSON.parse(block.textContent);
      // A finger scrolls the page over a chart, and a tap reads it.
      if (fingers)
        layout.dragmode = false;
      plot.className = picture ? "spn-live" : "spn-live alone";
      // The picture's words and the table stand for readers who do not see this.
      if (picture)
        plot.setAttribute("aria-hidden", "true");
      else
        figure.querySelector("p")?.remove();
      block.after(plot);
      if (picture) {
        const shares = block.dataset.place.split(" ").map(Number);
        place(plot, picture, shares);
        await plotly.newPlot(plot, data, layout, tools);
        const size = new ResizeObserver(() => {
          // Taken out of the page it has no size: that is the last that is seen of it.
          if (!plot.isConnected) {
            size.disconnect();
            plotly.purge(plot);
            return;
          }
          place(plot, picture, shares);
          plotly.Plots.resize(plot);
        });
        size.observe(picture);
      } else {
        await plotly.newPlot(plot, data, layout, { ...tools, responsive: true });
      }
    } catch (error) {
      plot.remove();
      const note = document.createElement("p");
      note.textContent = `This chart stays a picture here: ${error.message}.`;
      figure.append(note);
    }
  }

  const near = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries)
      if (!target.isConnected) {
        near.unobserve(target);
      } else if (isIntersecting) {
        near.unobserve(target);
        target.querySelectorAll("script.spn-plotly").forEach(draw);
      }
  }, { rootMargin: "600px" });
  const figures = new Set([...document.querySelectorAll("script.spn-plotly")].map(block => block.closest(".spn-figure")));
  figures.forEach(figure => figure && near.observe(figure));
})();
