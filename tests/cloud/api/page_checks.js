(() => {
  // Returns what is wrong with the page that is open, as sentences; nothing where all holds.
  const wrong = [];
  const seen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden" && !e.closest(".sr, .skip");
  const name = (e) => `${e.tagName.toLowerCase()}.${e.className?.baseVal ?? e.className} “${(e.textContent || e.value || "").trim().slice(0, 40)}”`;

  // 1.4.10: nothing lies outside the window's width.
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    wrong.push(`the page is ${wide} wide in ${innerWidth}`);
    for (const e of document.querySelectorAll("body *")) if (seen(e) && e.getBoundingClientRect().right > innerWidth + 1) wrong.push(`sticks out: ${name(e)}`);
  }

  // 1.4.3: text against what is behind it, 4.5 : 1.
  const parse = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
      if (a > 0.7) return [r, g, b];
    }
    return [255, 255, 255];
  };
  for (const e of document.querySelectorAll("body *")) {
    const says = [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!says || !seen(e) || e.disabled) continue;
    const style = getComputedStyle(e);
    const [front, back] = [luminance(parse(style.color)), luminance(ground(e))];
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.49) wrong.push(`${ratio.toFixed(2)} : 1 ${name(e)}`);
    if (parseFloat(style.fontSize) < 11) wrong.push(`${style.fontSize} ${name(e)}`);
    // Cut where nothing says so: an ellipsis or a scroll bar would.
    if (e.scrollWidth > e.clientWidth + 1 && style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && !e.closest(".tile-line")) wrong.push(`cut: ${name(e)}`);
  }

  // 2.5.8: what is pressed is 24 × 24 at least, unless it stands in a sentence.
  for (const e of document.querySelectorAll("button, .button, .tab, .filter, .icon-button, input:not([type=hidden]):not([type=radio]), .choice, a.line")) {
    const { width, height } = e.getBoundingClientRect();
    if (seen(e) && (width < 24 || height < 24)) wrong.push(`${Math.round(width)} × ${Math.round(height)}: ${name(e)}`);
  }

  // One red fill a screen at most; each control has a name; each picture says what it is or that it is none.
  if ([...document.querySelectorAll(".button-primary")].filter(seen).length > 1) wrong.push("two red fills");
  for (const e of document.querySelectorAll("a, button")) if (seen(e) && !(e.ariaLabel || e.innerText.trim())) wrong.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  for (const e of document.querySelectorAll("input:not([type=hidden])")) if (!e.labels.length) wrong.push(`no label: ${e.id}`);
  for (const e of document.images) if (!e.hasAttribute("alt")) wrong.push(`no alt: ${e.src}`);
  for (const e of document.images) if (e.complete && e.loading !== "lazy" && !e.naturalWidth) wrong.push(`not shown: ${e.src}`);
  for (const use of document.querySelectorAll("use")) if (seen(use.parentElement) && !use.getBBox().width) wrong.push(`no such icon: ${use.getAttribute("href")}`);
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  return wrong.length ? wrong : null;
})()
