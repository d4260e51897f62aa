// Draws each canvas from the numbers it carries; the same numbers stand in the table below it.
"use strict";
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function draw() {
  Chart.defaults.color = colour("--ink");
  Chart.defaults.borderColor = colour("--line");
  Chart.defaults.animation = false;
  Chart.defaults.font.family = getComputedStyle(document.documentElement).fontFamily;
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const { labels, series } = JSON.parse(canvas.dataset.chart);
    const names = Object.keys(series), across = canvas.dataset.across;
    canvas.parentElement.classList.toggle("tall", across === "y" && labels.length > 8);
    Chart.getChart(canvas)?.destroy();
    new Chart(canvas, {
      type: "bar",
      data: {
        labels,
        datasets: names.map((name, i) => ({
          label: name || canvas.dataset.count,
          data: series[name],
          backgroundColor: colour(`--c${i % 6}`),
        })),
      },
      options: {
        indexAxis: across,
        maintainAspectRatio: false,
        scales: {
          [across]: { stacked: true, grid: { display: false } },
          [across === "x" ? "y" : "x"]: { stacked: true, ticks: { precision: 0 } },
        },
        plugins: { legend: { display: names.length > 1 } },
      },
    });
  }
}
draw();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
