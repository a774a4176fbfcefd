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
  else await copy(button);
});

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return copyByHand(button);
  }
  button.querySelector("span").textContent = button.dataset.done;
  const notice = document.getElementById("notice");
  if (notice) notice.textContent = button.dataset.done;
}

// Where nothing may be copied by a script (WeChat): the text selected, and what to do with it.
function copyByHand(button) {
  let piece = button.nextElementSibling;
  if (!piece?.matches(".by-hand")) {
    piece = document.createElement("div");
    piece.className = "by-hand stack-s";
    const said = document.createElement("p");
    const text = document.createElement("textarea");
    said.className = "hint";
    said.role = "status";
    text.className = "in";
    text.readOnly = true;
    text.dir = "auto";
    text.rows = 2;
    text.value = button.dataset.copy;
    text.ariaLabel = button.textContent.trim();
    piece.append(said, text);
    button.after(piece);
    said.textContent = button.dataset.byHand;
  }
  const text = piece.querySelector("textarea");
  text.focus();
  text.setSelectionRange(0, text.value.length);
}

function showWhatNeedsScripts(root) {
  for (const button of root.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
}
showWhatNeedsScripts(document);
addEventListener("htmx:load", (event) => showWhatNeedsScripts(event.detail.elt));
