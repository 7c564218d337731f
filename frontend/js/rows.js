// Lists: the keys walk from row to row, on the link that opens each ([data-row]).
export const step = (by) => {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length > 0);
  const at = rows.findIndex((row) => (row.closest("tr, li") ?? row).contains(document.activeElement));
  (at < 0 ? rows.at(by > 0 ? 0 : -1) : rows[at + by])?.focus();
};
