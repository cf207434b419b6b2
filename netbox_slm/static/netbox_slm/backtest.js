// A slider answers at once: the figures are on the page, only the verdicts move. Without this script "Try" does the same.

// Exact: numbers are compared as whole millionths, never as floats.
function millionths(text) {
  const match = /^\s*(-?)(\d*)(?:[.,](\d{0,6})\d*)?\s*$/.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const value = BigInt(match[2] || '0') * 1000000n + BigInt((match[3] || '').padEnd(6, '0'));
  return match[1] ? -value : value;
}

function judge(trial) {
  const level = millionths(trial.querySelector('[data-slm-level]').value);
  if (level === null) return;
  const moreIsBetter = trial.dataset.moreIsBetter === '1';
  for (const row of trial.querySelectorAll('[data-slm-row]')) {
    let missed = 0;
    for (const square of row.querySelectorAll('[data-slm-square]')) {
      const value = millionths(square.dataset.slmSquare);
      if (value === null) continue;
      const isMissed = moreIsBetter ? value < level : value > level;
      missed += isMissed ? 1 : 0;
      const mark = document.querySelector(isMissed ? 'template[data-slm-missed-mark]' : 'template[data-slm-met]');
      square.querySelector('[data-slm-mark]').replaceChildren(mark.content.cloneNode(true));
    }
    row.querySelector('[data-slm-missed]').textContent = String(missed);
    // What it costs depends on tiers: the server says it
    row.querySelector('[data-slm-credit]').classList.toggle('text-decoration-line-through', trial.dataset.moved === '1');
  }
}

function summarise(form) {
  let figures = 0;
  let missed = 0;
  for (const square of form.querySelectorAll('[data-slm-square]')) figures += square.dataset.slmSquare ? 1 : 0;
  for (const count of form.querySelectorAll('[data-slm-missed]')) missed += Number(count.textContent);
  const words = form.dataset.words.replace('{figures}', String(figures)).replace('{missed}', String(missed));
  document.querySelector('[data-slm-backtest-sentence]').textContent = words;
}

for (const form of document.querySelectorAll('[data-slm-backtest]')) {
  for (const trial of form.querySelectorAll('[data-slm-trial]')) {
    const slider = trial.querySelector('[data-slm-slider]');
    const exact = trial.querySelector('[data-slm-level]');
    slider.hidden = false;
    slider.addEventListener('input', () => {
      exact.value = slider.value;
      trial.dataset.moved = '1';
      judge(trial);
      summarise(form);
    });
    exact.addEventListener('input', () => {
      if (millionths(exact.value) !== null) slider.value = exact.value.replace(',', '.');
      trial.dataset.moved = '1';
      judge(trial);
      summarise(form);
    });
  }
}
