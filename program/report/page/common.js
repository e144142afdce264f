"use strict";
// Functions that the other scripts share. The build adds scripts in the order of their names.

// Returns the numbers of a panel, column by column; the page contains them as thousandths, "0*11 982 nan".
const numbersOf = (panel) =>
  panel.thousandths.split(" ").flatMap((word) => {
    const [number, times = 1] = word.split("*").map(Number);
    return Array(times).fill(number / 1000);
  });
