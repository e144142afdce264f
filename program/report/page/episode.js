// The moments of training at which an episode was traced, one of which is shown; a cursor that all its pictures share;
// and what every head did at that step, stage by stage.
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

  // A slider from 0 to `most` with its label, and where it says what is chosen.
  let sliders = 0;
  const slide = (name, most, changed) => {
    const label = document.createElement("label");
    label.textContent = `${name} `;
    const shown = add(label, "output");
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = most;
    slider.id = label.htmlFor = `slider-${sliders++}`;
    slider.addEventListener("input", () => changed(Number(slider.value)));
    return { label, slider, shown };
  };

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
    const all = numbersOf(panel);
    const known = all.filter((n) => !Number.isNaN(n));
    const signed = known.some((n) => n < 0);
    const largest = known.reduce((most, n) => Math.max(most, Math.abs(n)), 0.001);
    return (step) => {
      const numbers = all.slice(step * panel.rows, (step + 1) * panel.rows);
      if (path === null) {
        value.textContent = numbers[0].toFixed(3);
        return;
      }
      path.setAttribute("d", bars(numbers, largest, signed));
      let most = 0;
      numbers.forEach((n, i) => { if (n > numbers[most]) most = i; });
      value.textContent = `largest at ${panel.first + most}: ${numbers[most].toFixed(3)}`;
    };
  };

  // Fills a moment's inspector; gives what shows a step. `changed` is told where a reader wants to go.
  const inspect = (moment, changed) => {
    const { steps, panels } = JSON.parse(moment.querySelector("script.numbers").textContent);
    const inspector = moment.querySelector(".inspector");
    const frames = [...moment.querySelectorAll(".frame")];
    const cursors = frames.map((frame) => add(frame, "i", "", "cursor"));
    for (const cursor of cursors) cursor.style.width = `${100 / steps}%`;

    const { label, slider, shown } = slide("Time step", steps - 1, changed);
    add(inspector, "h4").append(label);
    inspector.append(slider);
    inspector.closest(".stage").classList.add("inspected");

    const rows = [];
    let head = "";
    for (const panel of panels) {
      if (!panel.name.includes("/")) continue;
      const of = panel.name.slice(0, panel.name.lastIndexOf("/"));
      if (of !== head) add(inspector, "h4", of);
      head = of;
      rows.push(row(inspector, panel));
    }
    for (const frame of frames)
      for (const kind of ["pointerdown", "pointermove"])
        frame.addEventListener(kind, (event) => {
          const box = frame.getBoundingClientRect();
          const step = Math.floor((steps * (event.clientX - box.left)) / box.width);
          changed(Math.min(steps - 1, Math.max(0, step)));
        });

    return (step) => {
      slider.value = step;
      shown.textContent = step;
      for (const cursor of cursors) cursor.style.left = `${(100 * step) / steps}%`;
      for (const update of rows) update(step);
    };
  };

  for (const episode of document.querySelectorAll(".episode")) {
    const moments = [...episode.querySelectorAll(":scope > .moment")];
    let now = moments.length - 1;
    let step = 0;
    const showStep = [];  // of each moment that has been seen
    const showMoment = (to) => {
      now = to;
      moments.forEach((moment, k) => { moment.hidden = k !== to; });
      showStep[to] ??= moments[to].querySelector("script.numbers")
        ? inspect(moments[to], (chosen) => { step = chosen; showStep[now](chosen); })
        : () => {};
      showStep[to](step);
    };
    showMoment(now);
    episode.classList.add("scripted");
    if (moments.length < 2) continue;

    const after = (k) => moments[k].querySelector(".when data").value;
    const { label, slider, shown } = slide("Training sequences", moments.length - 1, (to) => {
      showMoment(to);
      say();
    });
    const say = () => {
      shown.textContent = after(now);
      slider.setAttribute("aria-valuetext", `after ${after(now)} training sequences`);
    };
    slider.value = now;
    say();
    const training = document.createElement("div");
    training.className = "training";
    training.append(label, slider);
    moments[0].before(training);
  }
})();
