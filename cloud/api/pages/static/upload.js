// Sends one file straight to the bucket by a form that the newsroom signs, and shows how far it is.
const $ = (id) => document.getElementById(id);
const form = $("upload");
const HASHED_BYTES = 64 * 1024 * 1024;
let sending = null;

$("with-script").hidden = false;
$("without-script").hidden = true;

const size = (bytes) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} KB`);

function refuse(text) {
  const told = document.createElement("p");
  told.className = "field-error";
  told.id = "filename-error";
  told.setAttribute("role", "alert");
  told.textContent = text;
  $("filename-problem").replaceChildren(told);
  $("file").setAttribute("aria-invalid", "true");
  show(false);
}

function show(isMoving) {
  $("moving").hidden = !isMoving;
  $("cancel").hidden = !isMoving;
  $("send").disabled = isMoving;
  $("file").disabled = isMoving;
}

async function fingerprint(file) {
  if (!crypto.subtle || file.size > HASHED_BYTES) return "";
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(signed, file) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(signed.fields)) body.append(name, value);
    body.append("file", file); // the bucket reads nothing after it
    let told = 0;
    sending = new XMLHttpRequest();
    sending.open("POST", signed.url);
    sending.upload.onprogress = ({ loaded, total }) => {
      const share = total ? loaded / total : 0;
      $("moving-bar").value = share;
      $("moving-number").textContent = `${size(Math.min(loaded, file.size))} of ${size(file.size)}`;
      const quarter = Math.floor(share * 4);
      if (quarter > told) {
        told = quarter;
        $("moving-said").textContent = `${quarter * 25} %`;
      }
    };
    sending.onload = () => (sending.status >= 200 && sending.status < 300 ? resolve() : reject(new Error("The bucket refused the file. It may be larger than allowed.")));
    sending.onerror = () => reject(new Error("The connection broke. Nothing was stored halfway; send it again."));
    sending.onabort = () => reject(new Error(""));
    sending.send(body);
  });
}

$("cancel").addEventListener("click", () => sending?.abort());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  $("filename-problem").replaceChildren();
  $("file").removeAttribute("aria-invalid");
  const file = $("file").files[0];
  if (!file) return refuse("Choose a file.");
  $("moving-name").textContent = file.name;
  $("moving-number").textContent = "Getting ready";
  $("moving-bar").value = 0;
  show(true);
  try {
    const asked = new FormData(form);
    asked.set("filename", file.name);
    asked.set("size", String(file.size));
    if (file.size <= Number(form.dataset.most)) asked.set("sha256", await fingerprint(file).catch(() => { throw new Error("The file cannot be read. It may have been moved or changed; choose it again."); }));
    const answer = await fetch(form.action, { method: "POST", body: asked, headers: { Accept: "application/json" } }).catch(() => { throw new Error("No connection to the newsroom. Nothing was sent; try again."); });
    if (answer.redirected) return location.assign(answer.url);
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return refuse("The newsroom did not answer. Load this page again.");
    const signed = await answer.json();
    if (!answer.ok) return refuse(Object.values(signed.errors)[0]);
    await send(signed, file);
    $("moving-number").textContent = "Checking that it arrived";
    location.assign(signed.then);
  } catch (problem) {
    if (problem.message) refuse(problem.message);
    else show(false);
  }
});
