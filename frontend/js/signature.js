// A signature that is drawn: strokes as whole numbers on a field of 600 by 200, kept in a hidden input of the form.
const WIDTH = 600, HEIGHT = 200, MOST = 2900, STROKES = 200;
let drawing = null; // { pad, strokes, stroke }

const padOf = (element) => element.closest?.("[data-signature]");
const inputOf = (pad) => pad.querySelector("input[type=hidden]");

const strokesOf = (pad) => {
  try {
    return JSON.parse(inputOf(pad).value || "[]");
  } catch {
    return [];
  }
};

const show = (pad, strokes) => {
  const canvas = pad.querySelector("canvas");
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 3;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(stroke[0], stroke[1]);
    context.lineTo(stroke[0], stroke[1]);
    for (let at = 2; at < stroke.length; at += 2) context.lineTo(stroke[at], stroke[at + 1]);
    context.stroke();
  }
};

const store = (pad, strokes) => {
  const input = inputOf(pad);
  input.value = strokes.length ? JSON.stringify(strokes) : "";
  if (strokes.length) pad.querySelector("input[type=text]").value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

const place = (canvas, event) => {
  const box = canvas.getBoundingClientRect();
  const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
  return [within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
};

document.addEventListener("pointerdown", (event) => {
  const canvas = event.target.closest?.("[data-signature] canvas");
  if (!canvas || event.button !== 0) return;
  event.preventDefault();
  const pad = padOf(canvas), strokes = strokesOf(pad);
  if (strokes.length >= STROKES) return;
  const stroke = place(canvas, event);
  strokes.push(stroke);
  canvas.setPointerCapture(event.pointerId);
  drawing = { pad, canvas, strokes, stroke };
  show(pad, strokes);
});

document.addEventListener("pointermove", (event) => {
  if (!drawing) return;
  const [x, y] = place(drawing.canvas, event);
  const { stroke, strokes, pad } = drawing;
  const isNear = Math.abs(x - stroke.at(-2)) + Math.abs(y - stroke.at(-1)) < 3;
  if (isNear || strokes.reduce((sum, each) => sum + each.length / 2, 0) >= MOST) return;
  stroke.push(x, y);
  show(pad, strokes);
});

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    if (!drawing) return;
    store(drawing.pad, drawing.strokes);
    drawing = null;
  });
}

document.addEventListener("click", (event) => {
  const pad = event.target.closest?.("[data-wipe]") && padOf(event.target);
  if (!pad) return;
  store(pad, []);
  show(pad, []);
});

// Who types a name does not draw.
document.addEventListener("input", (event) => {
  const pad = event.target.type === "text" && event.target.value && padOf(event.target);
  if (!pad || !inputOf(pad).value) return;
  inputOf(pad).value = "";
  show(pad, []);
});

const open = () => {
  for (const pad of document.querySelectorAll("[data-signature]")) {
    pad.querySelector("[data-pad]").hidden = false;
    show(pad, strokesOf(pad));
  }
};

document.addEventListener("htmx:after:swap", open);
open();
