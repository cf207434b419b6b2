// Drag over a timeline to look at that part of the period. Without this script the links above it do the same.

const WIDTH_OF_A_CLICK = 8;

function instant(svg, x) {
  const left = Number(svg.dataset.left);
  const share = Math.min(Math.max((x - left) / (svg.viewBox.baseVal.width - left), 0), 1);
  const from = Date.parse(svg.dataset.from);
  return new Date(from + share * (Date.parse(svg.dataset.to) - from));
}

function place(svg, event) {
  const box = svg.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
}

function look(from, to) {
  const address = new URL(window.location.href);
  address.searchParams.set('from', from.toISOString().replace(/\.\d+Z$/, 'Z'));
  address.searchParams.set('to', to.toISOString().replace(/\.\d+Z$/, 'Z'));
  address.hash = 'timeline';
  if (address.href === window.location.href) return;
  window.location.assign(address);
}

function init(svg) {
  if (svg.dataset.ready) return;
  svg.dataset.ready = 'true';
  const chosen = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  chosen.setAttribute('class', 'slm-tl-chosen');
  chosen.setAttribute('y', '16');
  chosen.setAttribute('height', String(svg.viewBox.baseVal.height));
  let began = null;

  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch' || place(svg, event) < Number(svg.dataset.left)) return;
    began = place(svg, event);
  });
  svg.addEventListener('pointermove', (event) => {
    if (began === null) return;
    const at = place(svg, event);
    if (Math.abs(at - began) < WIDTH_OF_A_CLICK) return;
    event.preventDefault();
    chosen.setAttribute('x', String(Math.min(began, at)));
    chosen.setAttribute('width', String(Math.abs(at - began)));
    svg.append(chosen);
  });
  window.addEventListener('pointerup', (event) => {
    if (began === null) return;
    const at = place(svg, event);
    const [low, high] = [Math.min(began, at), Math.max(began, at)];
    began = null;
    chosen.remove();
    if (high - low >= WIDTH_OF_A_CLICK) look(instant(svg, low), instant(svg, high));
  });
  svg.addEventListener('dragstart', (event) => event.preventDefault());
}

document.querySelectorAll('[data-slm-timeline]').forEach(init);
