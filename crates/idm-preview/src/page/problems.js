// What is wrong with the files.

import { showLine, tell } from "./places.js";

const list = document.getElementById("problem-list");
const none = document.getElementById("no-problems");
const button = document.getElementById("problems-button");

/** Shows problems. */
export function show(problems) {
  const errors = problems.filter(problem => problem.severity === "error").length;
  none.hidden = problems.length > 0;
  button.textContent = problems.length > 0 ? `Problems (${problems.length})` : "Problems";
  button.classList.toggle("error", errors > 0);
  list.replaceChildren(...problems.map(problem => {
    const item = document.createElement("li");
    item.className = problem.severity;
    const head = document.createElement("p");
    const severity = document.createElement("strong");
    severity.textContent = problem.severity;
    head.append(severity, ` ${problem.message}`);
    const place = document.createElement("button");
    place.type = "button";
    place.textContent = [problem.file, problem.line, problem.column].filter(part => part).join(":");
    place.addEventListener("click", () => {
      tell({ file: problem.file, line: problem.line, column: problem.column });
      if (problem.line) showLine(problem.file, problem.line);
    });
    item.append(head, place);
    for (const hint of problem.hints) {
      const line = document.createElement("p");
      line.className = "hint";
      line.textContent = hint;
      item.append(line);
    }
    return item;
  }));
}
