// Pictures are made smaller before they are sent, and one sees how far it is. Without this, the form sends them as they
// are; what no browser here can read (HEIC) goes as it is too, and the server says in words what is wrong.
{ // a scope of its own: the page that the server answers runs this anew in the same window
const SIDE = 2048, LONG = 2, BREADTH = 1080, AREA = 8e6, SMALL = 400_000, MOST = 600_000, MOST_SHOWN = 12;
const QUALITIES = [0.8, 0.65, 0.5]; // the next one where a picture is still larger than MOST
const STEPS = 4; // in which one is told how much is sent
const LARGE = Symbol("too large to be read");
const chosen = (form) => [...form.querySelectorAll("input[type=file][accept*=image]")].filter((one) => one.files.length);

// As core/pictures.py: the longer side, but a long screenshot so that it can be read.
function scaleOf(width, height) {
  const longer = Math.max(width, height), shorter = Math.min(width, height);
  const tall = longer > LONG * shorter ? Math.min(BREADTH / shorter, Math.sqrt(AREA / (width * height))) : 0;
  return Math.min(1, Math.max(SIDE / longer, tall));
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

const encoded = (canvas, type, quality) => new Promise((done) => canvas.toBlob(done, type, quality));

// WebP, or JPEG where the browser writes none.
async function packed(canvas) {
  let made;
  for (const quality of QUALITIES) {
    made = await encoded(canvas, "image/webp", quality);
    if (made?.type !== "image/webp") made = await encoded(canvas, "image/jpeg", quality);
    if (made?.size <= MOST) break;
  }
  return made;
}

async function smaller(file) {
  if (file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file);
    const canvas = drawn(picture, scaleOf(picture.width, picture.height));
    const made = await packed(canvas);
    return made && made.size < file.size ? new File([made], file.name, { type: made.type }) : file;
  } catch {
    return file;
  }
}

function send(form, data, seen, stop) {
  return new Promise((done, failed) => {
    const sender = new XMLHttpRequest();
    sender.open("POST", form.action);
    sender.setRequestHeader("X-Sent-By", "pictures");
    sender.upload.addEventListener("progress", (event) => seen(event.loaded / event.total));
    sender.addEventListener("load", () => done(sender));
    sender.addEventListener("error", failed);
    stop.addEventListener("abort", () => { sender.abort(); failed(); });
    sender.send(data);
  });
}

async function gathered(form, button, say, stop) {
  const data = new FormData(form), inputs = chosen(form), all = inputs.flatMap((one) => [...one.files]).length;
  let number = 0;
  for (const input of inputs) {
    data.delete(input.name);
    for (const file of input.files) {
      say((number += 1), all);
      const made = await smaller(file);
      if (stop.aborted) throw stop;
      data.append(input.name, made, made.name);
    }
  }
  if (button?.name) data.append(button.name, button.value);
  return data;
}

// Where the server leads, or the page that it answers: the same form, with what is to be changed. A body that nobody read
// has lost what was typed with it: then the form that stands here stays.
function show(answer) {
  const there = answer.getResponseHeader("X-Go-To");
  if (there) return location.assign(there);
  if (answer.getResponseHeader("X-Unread")) throw LARGE;
  if (answer.status >= 500 || !answer.getResponseHeader("Content-Type")?.startsWith("text/html")) throw answer;
  document.open();
  document.write(answer.responseText);
  document.close();
}

async function sendSmaller(form, button, panel) {
  const stopper = new AbortController(), stop = stopper.signal, [bar, words, stopping] = panel.children;
  const say = (said, share) => { // a screen reader hears what changes: so the words change rarely, the bar always
    if (words.textContent !== said) words.textContent = said;
    bar.hidden = stopping.hidden = share === null;
    bar.value = share;
  };
  const { smaller: making, sent, stopped, large, failed } = panel.dataset;
  stopping.onclick = () => {
    stopper.abort();
    say(stopped, null);
  };
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" });
  panel.dataset.busy = "";
  stopping.hidden = false;
  stopping.focus();
  try {
    const data = await gathered(form, button, (number, all) =>
      say(making.replace("{number}", number).replace("{all}", all), 0), stop);
    const percent = (share) => (Math.floor(share * STEPS) / STEPS).toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0 });
    show(await send(form, data, (share) => say(sent.replace("{share}", percent(share)), share), stop));
  } catch (why) {
    say(stop.aborted ? stopped : why === LARGE ? large : failed, null);
    delete form.dataset.sent;
    button?.focus();
  }
  delete panel.dataset.busy;
}

addEventListener("submit", (event) => {
  const form = event.target, panel = form.querySelector(".sending");
  if (!panel || !self.createImageBitmap || !chosen(form).length) return;
  event.preventDefault();
  if (!("busy" in panel.dataset)) sendSmaller(form, event.submitter, panel);
});

// Small pictures of the chosen files, drawn here and sent nowhere.
addEventListener("change", async (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.accept.includes("image") || !self.createImageBitmap) return;
  input.parentNode.querySelector(".chosen")?.remove();
  const shown = document.createElement("div");
  shown.className = "chosen";
  shown.ariaHidden = "true";
  input.after(shown);
  for (const file of [...input.files].slice(0, MOST_SHOWN)) {
    try {
      const picture = await createImageBitmap(file, { resizeHeight: 96, resizeQuality: "medium" });
      shown.append(drawn(picture, 1));
    } catch {
      // No browser here reads it; perhaps the server does.
    }
  }
});
}
