"use strict";
// What the scripts share that come after this one, in the order of their names.

// A panel's numbers, column by column; NaN where there is none. In the page they are thousandths, "0*11 982 nan".
const numbersOf = (panel) =>
  panel.thousandths.split(" ").flatMap((word) => {
    const [number, times = 1] = word.split("*").map(Number);
    return Array(times).fill(number / 1000);
  });
