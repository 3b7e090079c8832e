// Follows the player in the transcript, and seeks where a line is chosen. Without it, a line's link loads the page anew.
const player = document.getElementById("player");
const lines = [...document.querySelectorAll("a.line[data-start]")];
const box = document.querySelector(".transcript-scroll");
let current = null;

for (const line of lines) {
  line.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    player.currentTime = Number(line.dataset.start) / 1000;
    player.play().catch(() => {});
  });
}

player.addEventListener("timeupdate", () => {
  const at = player.currentTime * 1000;
  const now = lines.findLast((line) => Number(line.dataset.start) <= at) ?? null;
  if (now === current) return;
  current?.removeAttribute("aria-current");
  now?.setAttribute("aria-current", "true");
  current = now;
  if (now && box.scrollHeight > box.clientHeight && !box.contains(document.activeElement)) {
    box.scrollTop = now.offsetTop - box.offsetTop - box.clientHeight / 3;
  }
});
