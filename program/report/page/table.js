// Sorts a table by the column whose heading is clicked, and downloads it as comma-separated values. Gives every cell
// the heading of its column, which a small screen shows above the cell.
(() => {
  "use strict";
  const value = (cell) => {
    const data = cell.querySelector("data");
    return data ? data.value : cell.textContent.trim();
  };
  const compare = (a, b) => {
    if ((a === "\u2013") !== (b === "\u2013")) return a === "\u2013" ? 1 : -1;  // missing values come last
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
  };
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  const csv = (table) =>
    [...table.rows].map((row) => [...row.cells].map((cell) => quoted(value(cell))).join(",") + "\n").join("");

  for (const table of document.querySelectorAll(".scroll > table")) {
    if (!table.tHead) continue;
    const labels = [...table.tHead.rows[0].cells].map((head) => head.innerText.replace(/\s+/g, " "));
    for (const body of table.tBodies)
      for (const row of body.rows) [...row.cells].forEach((cell, column) => { cell.dataset.label = labels[column]; });
    table.classList.add("labelled");
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows];
        rows.sort((a, b) => (up ? 1 : -1) * compare(value(a.cells[column]), value(b.cells[column])));
        body.append(...rows);
      });
    });
    const button = document.createElement("button");
    button.className = "download";
    button.textContent = "Download as CSV";
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv" }));
      link.download = `${table.dataset.name}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    table.closest(".scroll").before(button);
  }
})();
