// Shows the differences between the weightings of any two schemes of a comparison.
(() => {
  "use strict";
  const paint = (image, rows, steps, numbers, colors) => {
    const canvas = document.createElement("canvas");
    canvas.width = steps;
    canvas.height = rows;
    const context = canvas.getContext("2d");
    numbers.forEach((n, i) => {
      if (Number.isNaN(n)) return;
      const share = Math.min(1, Math.max(0, (n + 1) / 2));
      context.fillStyle = colors[Math.round(share * (colors.length - 1))];
      context.fillRect(Math.floor(i / rows), i % rows, 1, 1);
    });
    image.src = canvas.toDataURL();
  };

  // Returns the alternative text: the largest difference, its step and its row.
  const alternativeText = (name, rows, numbers) => {
    let most = 0;
    numbers.forEach((n, i) => { if (Math.abs(n) > Math.abs(numbers[most] || 0)) most = i; });
    const at = numbers[most] || 0;
    return `${name}: the largest difference is ${at.toFixed(3)}, at step ${Math.floor(most / rows)} in row ${most % rows}`;
  };

  for (const section of document.querySelectorAll(".versus")) {
    const pair = section.querySelector(".pair");
    if (!pair) continue;
    const data = JSON.parse(section.querySelector("script.scheme-numbers").textContent);
    const title = pair.querySelector("h4");
    const select = (label, chosen) => {
      const list = document.createElement("select");
      list.setAttribute("aria-label", label);
      data.schemes.forEach((scheme, i) => list.add(new Option(scheme.name, i, false, i === chosen)));
      return list;
    };
    const first = select("first scheme", Number(pair.dataset.a));
    const second = select("second scheme", Number(pair.dataset.b));
    title.replaceChildren(first, " minus ", second);

    const show = () => {
      const [a, b] = [first, second].map((list) => data.schemes[list.value]);
      for (const figure of pair.querySelectorAll("figure[data-panel]")) {
        const [own, other] = [a, b].map((scheme) => scheme.panels.find((panel) => panel.name === figure.dataset.panel));
        const [numbers, others] = [own, other].map((panel) => (panel ? numbersOf(panel) : []));
        const comparable = own && other && own.rows === other.rows && numbers.length === others.length;
        figure.hidden = !comparable;
        if (!comparable) continue;
        const difference = numbers.map((n, i) => n - others[i]);
        const image = figure.querySelector("img");
        paint(image, own.rows, difference.length / own.rows, difference, data.deviation);
        image.alt = alternativeText(own.name, own.rows, difference);
      }
    };
    first.addEventListener("change", show);
    second.addEventListener("change", show);
  }
})();
