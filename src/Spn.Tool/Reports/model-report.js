// Brings the page to life.

const main = document.querySelector(".spn-report");
const thumbnails = new Thumbnails(JSON.parse(part("data").textContent));
const detail = new Detail(part("detail"), thumbnails);
main.classList.add("on");
main.report = {
    thumbnails,
    detail,
    confusion: new Confusion(part("confusion"), thumbnails, detail),
    list: new List(part("list"), thumbnails, detail),
    scatters: [...main.querySelectorAll(".scatter")].map(box => new Scatter(box, thumbnails.data, detail)),
};
for (const still of main.querySelectorAll("[data-open]")) {
    const index = Number(still.dataset.open);
    const { name } = thumbnails.data.images[index];
    still.querySelector("h4").append(" ", make("button",
        { type: "button", "data-image": index, "aria-label": `Look closer at ${name}`, onclick: () => detail.open(index) }, "Look closer"));
}
