// Returns what a reader of the page cannot see: texts and pictures that an edge cuts off, each with the element whose
// edge it is. A box that scrolls cuts nothing off if its scrollbar is visible.
export const cutOff = (page) =>
  page.evaluate(() => {
    const kLeastBar = 6;
    const kRounding = 1.5;
    const scrollsVisibly = (box) =>
      /auto|scroll/.test(getComputedStyle(box).overflowX) &&
      (box.scrollWidth <= box.clientWidth + 1 || box.offsetHeight - box.clientHeight >= kLeastBar);
    const within = (inner, outer) => inner.left >= outer.left - kRounding && inner.right <= outer.right + kRounding;
    const screen = { left: 0, right: document.documentElement.clientWidth };

    // Returns the edge that cuts off something in this place, null if none does.
    const edge = (place, parent) => {
      for (let box = parent; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === "visible") continue;
        if (scrollsVisibly(box)) return null;
        if (!within(place, box.getBoundingClientRect())) return box;
      }
      return within(place, screen) ? null : document.documentElement;
    };

    for (const details of document.querySelectorAll("details")) details.open = true;
    const found = [];
    const check = (place, parent, what) => {
      if (place.width === 0 || place.height === 0) return;
      const box = edge(place, parent);
      if (box) found.push(`${what.trim().slice(0, 50)} at ${box.tagName} ${box.getAttribute("class")}`);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.data.trim() || node.parentElement.closest("script, style, title, option")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const place of range.getClientRects()) check(place, node.parentElement, node.data);
    }
    for (const picture of document.querySelectorAll("img, input, button, select, svg.chart"))
      check(picture.getBoundingClientRect(), picture.parentElement, picture.alt || picture.tagName);
    return found;
  });
