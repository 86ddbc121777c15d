/**
 * Filters the list of files as the reader types, and shows how many are left. The page is complete
 * without it: only the script shows the field. It reads and writes text, never markup.
 */
export const FILTER_SCRIPT = `
const box = document.getElementById('filter');
const field = document.getElementById('filter-field');
const status = document.getElementById('filter-status');
const rows = [...document.querySelectorAll('#file-list tbody tr')];
const texts = rows.map((row) => row.textContent.toLowerCase());
const filter = () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let shown = 0;
  rows.forEach((row, index) => {
    row.hidden = !words.every((word) => texts[index].includes(word));
    if (!row.hidden) shown += 1;
  });
  status.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length + ' files';
};
box.hidden = false;
field.addEventListener('input', filter);
addEventListener('beforeprint', () => { for (const part of document.querySelectorAll('details')) part.open = true; });
filter();
`;
