// Shows one snapshot of a traced episode, a slider to select the snapshot, a cursor at the same time step in all
// pictures, and the numbers of every head at that step.
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

  // Returns a slider from 0 to `most`, its label, and the element that shows its value.
  let sliders = 0;
  const addSlider = (name, most, changed) => {
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

  // Returns an SVG path with one bar for each number. The base line is in the middle if some numbers are negative.
  const bars = (numbers, largest, signed) => {
    const base = signed ? kHeight / 2 : kHeight;
    return numbers
      .map((n, i) => (Number.isNaN(n) ? "" : `M${i + 0.08} ${base}h.84V${base - (n / largest) * base}h-.84z`))
      .join("");
  };

  // Adds a row of the inspector: the name of a panel and its number, or its largest number and bars if there are
  // several. Returns a function that shows the numbers of a step.
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

  // Fills the inspector of a snapshot. Calls `changed` with each step that the reader selects. Returns a function that
  // shows a step.
  const inspect = (snapshot, changed) => {
    const { steps, panels } = JSON.parse(snapshot.querySelector("script.numbers").textContent);
    const inspector = snapshot.querySelector(".inspector");
    const frames = [...snapshot.querySelectorAll(".frame")];
    const cursors = frames.map((frame) => add(frame, "i", "", "cursor"));
    for (const cursor of cursors) cursor.style.width = `${100 / steps}%`;

    const { label, slider, shown } = addSlider("Time step", steps - 1, changed);
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
    const snapshots = [...episode.querySelectorAll(":scope > .snapshot")];
    let now = snapshots.length - 1;
    let step = 0;
    const showStep = [];  // of each snapshot that has been shown
    const showSnapshot = (to) => {
      now = to;
      snapshots.forEach((snapshot, k) => { snapshot.hidden = k !== to; });
      showStep[to] ??= snapshots[to].querySelector("script.numbers")
        ? inspect(snapshots[to], (chosen) => { step = chosen; showStep[now](chosen); })
        : () => {};
      showStep[to](step);
    };
    showSnapshot(now);
    episode.classList.add("scripted");
    if (snapshots.length < 2) continue;

    const after = (k) => snapshots[k].querySelector(".when data").value;
    const { label, slider, shown } = addSlider("Training sequences", snapshots.length - 1, (to) => {
      showSnapshot(to);
      showCount();
    });
    const showCount = () => {
      shown.textContent = after(now);
      slider.setAttribute("aria-valuetext", `after ${after(now)} training sequences`);
    };
    slider.value = now;
    showCount();
    const training = document.createElement("div");
    training.className = "training";
    training.append(label, slider);
    snapshots[0].before(training);
  }
})();
