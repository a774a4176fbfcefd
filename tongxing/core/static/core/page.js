// What makes pages nicer where scripts run. No page needs it.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print], [aria-disabled='true']");
  if (!button) return;
  if (button.hasAttribute("aria-disabled")) event.preventDefault();
  else if ("print" in button.dataset) print();
  else {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.done;
    const notice = document.getElementById("notice");
    if (notice) notice.textContent = button.dataset.done;
  }
});

function showWhatNeedsScripts(root) {
  const copies = navigator.clipboard ? "[data-copy], [data-print]" : "[data-print]";
  for (const button of root.querySelectorAll(copies)) button.hidden = false;
}
showWhatNeedsScripts(document);
addEventListener("htmx:load", (event) => showWhatNeedsScripts(event.detail.elt));
