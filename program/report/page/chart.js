// Shows the numbers of all lines of a chart at the pointer, or at the point that the arrow keys select.
(() => {
  "use strict";
  const kSvg = "http://www.w3.org/2000/svg";
  const numbers = (text) => text.split(" ").map(Number);

  const nearest = (xs, x) => xs.reduce((best, at, i) => (Math.abs(at - x) < Math.abs(xs[best] - x) ? i : best), 0);

  for (const frame of document.querySelectorAll(".chart-frame")) {
    const svg = frame.querySelector("svg.chart");
    const lines = [...svg.querySelectorAll("path.line[data-x]:not(.faint)")]
      .map((path) => ({ name: path.dataset.name, x: numbers(path.dataset.x), y: numbers(path.dataset.y) }))
      .filter((line) => line.x.length > 0);
    if (lines.length === 0) continue;
    const [left, right, top, bottom] = numbers(svg.dataset.plot);
    const [low, high] = numbers(svg.dataset.range);
    const logarithmic = svg.dataset.logarithmic === "yes";
    const percent = svg.dataset.percent === "yes";
    const formatted = (y) => (percent ? `${(100 * y).toFixed(1)} %` : Number(y.toPrecision(3)).toString());

    const readout = document.createElement("div");
    readout.className = "readout";
    readout.setAttribute("aria-live", "polite");
    frame.append(readout);
    const rule = document.createElementNS(kSvg, "line");
    rule.setAttribute("class", "at");
    rule.setAttribute("y1", top);
    rule.setAttribute("y2", bottom);
    rule.setAttribute("visibility", "hidden");
    svg.append(rule);

    // Shows the number of every line that is nearest to x.
    const show = (x) => {
      const share = logarithmic ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low);
      const pixel = left + share * (right - left);
      rule.setAttribute("x1", pixel);
      rule.setAttribute("x2", pixel);
      rule.setAttribute("visibility", pixel < left || pixel > right ? "hidden" : "visible");
      readout.replaceChildren(
        ...lines.map((line) => {
          const i = nearest(line.x, x);
          const text = document.createElement("div");
          text.textContent = `${line.name} at ${line.x[i]}: ${formatted(line.y[i])}`;
          return text;
        }),
      );
    };
    const hide = () => {
      readout.replaceChildren();
      rule.setAttribute("visibility", "hidden");
    };
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const pixel = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      const share = (pixel - left) / (right - left);
      show(logarithmic ? low * (high / low) ** share : low + share * (high - low));
    });
    svg.addEventListener("pointerleave", hide);

    // The arrow keys move from one number to the next.
    const stops = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
    let stop = stops.length - 1;
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("focus", () => show(stops[stop]));
    svg.addEventListener("blur", hide);
    svg.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: stops.length - 1 };
      if (!(event.key in moves)) return;
      event.preventDefault();
      stop = Math.min(stops.length - 1, Math.max(0, moves[event.key]));
      show(stops[stop]);
    });
  }
})();
