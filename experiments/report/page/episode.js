// A cursor that all pictures of an episode share, and what every head did at that step, stage by stage.
(() => {
  "use strict";
  const kSvg = "http://www.w3.org/2000/svg";
  const kHeight = 26;

  const add = (parent, name, text = "", kind = "") => {
    const child = document.createElement(name);
    child.textContent = text;
    child.className = kind;
    parent.append(child);
    return child;
  };

  // The numbers of a panel at one step.
  const column = (panel, step) =>
    panel.thousandths.slice(step * panel.rows, (step + 1) * panel.rows).map((n) => (n === null ? NaN : n / 1000));

  // One bar for each number, from a line in the middle where some are negative; as wide as they are many.
  const bars = (numbers, largest, signed) => {
    const base = signed ? kHeight / 2 : kHeight;
    return numbers
      .map((n, i) => (Number.isNaN(n) ? "" : `M${i + 0.08} ${base}h.84V${base - (n / largest) * base}h-.84z`))
      .join("");
  };

  // A row of the inspector: a name, a number or the largest of many, and bars where there are many.
  const row = (parent, panel) => {
    const name = panel.name.slice(panel.name.lastIndexOf("/") + 1);
    const head = add(parent, "div");
    const value = add(head, "span", "", "value");
    add(head, "span", name);
    let path = null;
    if (panel.rows > 1) {
      const svg = document.createElementNS(kSvg, "svg");
      svg.setAttribute("viewBox", `0 0 ${panel.rows} ${kHeight}`);
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("aria-hidden", "true");
      path = document.createElementNS(kSvg, "path");
      svg.append(path);
      parent.append(svg);
    }
    const known = panel.thousandths.filter((n) => n !== null);
    const signed = known.some((n) => n < 0);
    const largest = known.reduce((most, n) => Math.max(most, Math.abs(n)), 1) / 1000;
    return (step) => {
      const numbers = column(panel, step);
      if (path === null) {
        value.textContent = numbers[0].toFixed(3);
        return;
      }
      path.setAttribute("d", bars(numbers, largest, signed));
      let most = 0;
      numbers.forEach((n, i) => { if (n > numbers[most]) most = i; });
      value.textContent = `largest at ${most}: ${numbers[most].toFixed(3)}`;
    };
  };

  const inspect = (episode, index) => {
    const { steps, panels } = JSON.parse(episode.querySelector("script.numbers").textContent);
    const inspector = episode.querySelector(".inspector");
    const frames = [...episode.querySelectorAll(".frame")];
    const cursors = frames.map((frame) => add(frame, "i", "", "cursor"));
    for (const cursor of cursors) cursor.style.width = `${100 / steps}%`;

    const title = add(inspector, "h4");
    const label = add(title, "label", "Time step ");
    const shown = add(label, "output");
    const slider = add(inspector, "input");
    slider.type = "range";
    slider.min = 0;
    slider.max = steps - 1;
    slider.id = `step-${index}`;
    label.htmlFor = slider.id;
    inspector.closest(".stage").classList.add("inspected");
    episode.classList.add("scripted");

    const rows = [];
    let head = "";
    for (const panel of panels) {
      if (!panel.name.includes("/")) continue;
      const of = panel.name.slice(0, panel.name.lastIndexOf("/"));
      if (of !== head) add(inspector, "h4", of);
      head = of;
      rows.push(row(inspector, panel));
    }

    const go = (step) => {
      slider.value = step;
      shown.textContent = step;
      for (const cursor of cursors) cursor.style.left = `${(100 * step) / steps}%`;
      for (const update of rows) update(step);
    };
    slider.addEventListener("input", () => go(Number(slider.value)));
    for (const frame of frames)
      for (const kind of ["pointerdown", "pointermove"])
        frame.addEventListener(kind, (event) => {
          const box = frame.getBoundingClientRect();
          const step = Math.floor((steps * (event.clientX - box.left)) / box.width);
          go(Math.min(steps - 1, Math.max(0, step)));
        });
    go(0);
  };

  document.querySelectorAll(".episode").forEach((episode, index) => {
    if (episode.querySelector("script.numbers")) inspect(episode, index);
  });
})();
